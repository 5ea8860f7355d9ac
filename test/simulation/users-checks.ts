// Checks of what users get, and of how often their requests are sent.
import { attemptsAt, wasAnswered, wasRefused } from './attempts.ts';
import type { Exchange, Run } from './simulate.ts';
import type { Attempt } from './virtual-azure.ts';
import { broken, HELD, NOT_JUDGED, type Verdict } from './verdict.ts';

/** A user is not refused for longer than this while some account would answer. */
export const LOCKOUT_MS = 10_000;

export function checkAnswered({ exchanges }: Run): Verdict {
  const lost = exchanges.find(({ status, bug }) => status === undefined || bug !== undefined);
  return lost === undefined
    ? HELD
    : broken(`request ${lost.id}: status ${lost.status}, bug ${lost.bug}`);
}

export function checkSentOnce({ exchanges }: Run): Verdict {
  const repeated = exchanges.filter(({ attempts }) => attempts.length > 1);
  const wrong = repeated.find((exchange) => !isSafe(exchange));
  if (wrong !== undefined) return broken(`request ${wrong.id}: ${outcomes(wrong)}`);
  return repeated.length === 0 ? NOT_JUDGED : HELD;
}

export function checkFailuresHaveStatus({ scenario: { accounts }, exchanges }: Run): Verdict {
  const mayFail = accounts.some(({ faults }) => faults.some(({ kind }) => kind === 'early'));
  if (!mayFail) return NOT_JUDGED;
  const wrong = exchanges.find(({ failedInside }) => failedInside);
  return wrong === undefined ? HELD : broken(`request ${wrong.id} got a failure as its answer`);
}

function isSafe({ user, attempts }: Exchange): boolean {
  const before = attempts.slice(0, -1);
  const mayGoOn = ({ outcome }: Attempt) =>
    outcome === 'refused' || (outcome === 'failed' && user.kind === 'chat');
  return attempts.length <= 3 && before.every(mayGoOn);
}

function outcomes({ attempts }: Exchange): string {
  return attempts.map(({ account, outcome }) => `${account} ${outcome}`).join(', ');
}

export function checkLockouts({ scenario, exchanges }: Run): Verdict {
  if (!exchanges.some(({ status }) => status === 429)) return NOT_JUDGED;
  for (const user of scenario.users) {
    const lockout = longestLockout(exchanges.filter((each) => each.user === user));
    if (lockout.ms > LOCKOUT_MS) {
      const [ms, untilMs] = [lockout.ms.toFixed(0), lockout.untilMs.toFixed(0)];
      return broken(`${user.name} was locked out for ${ms} ms until ${untilMs}`);
    }
  }
  return HELD;
}

/** From the first to the last of three or more refusals in a row that need not have been. */
function longestLockout(exchanges: readonly Exchange[]): { ms: number; untilMs: number } {
  let longest = { ms: 0, untilMs: 0 };
  let first: Exchange | undefined;
  let inARow = 0;
  for (const exchange of exchanges) {
    if (exchange.status !== 429 || !exchange.couldBeServed) {
      first = undefined;
      inARow = 0;
      continue;
    }
    first ??= exchange;
    inARow += 1;
    const ms = exchange.atMs - first.atMs;
    if (inARow > 2 && ms > longest.ms) longest = { ms, untilMs: exchange.atMs };
  }
  return longest;
}

export function checkOneIsWell({ scenario: { accounts }, exchanges }: Run): Verdict {
  const isWell = accounts.some(
    ({ name, faults }) => faults.length === 0 && !attemptsAt(exchanges, name).some(wasRefused),
  );
  const isTested = exchanges.some(({ attempts }) => !attempts.every(wasAnswered));
  // With four accounts the well one may be the fourth, and three are tried.
  if (!isWell || !isTested || accounts.length > 3) return NOT_JUDGED;
  const wrong = exchanges.find(
    ({ user, status }) => status !== 200 && (user.kind === 'chat' || status === 429),
  );
  if (wrong === undefined) return HELD;
  return broken(`request ${wrong.id}: status ${wrong.status}, ${outcomes(wrong)}`);
}

export function checkRefusalsObeyed({ scenario: { accounts }, exchanges }: Run): Verdict {
  const isRefused = exchanges.some(({ attempts }) => attempts.some(wasRefused));
  // The only account is always tried.
  if (accounts.length === 1 || !isRefused) return NOT_JUDGED;
  for (const { name } of accounts) {
    const early = earlyRequests(exchanges, name);
    const hasty = early.find((atMs, index) => atMs - (early[index - 1] ?? -Infinity) < 1000);
    if (hasty !== undefined) return broken(`${name} was tried again at ${hasty.toFixed(0)} ms`);
  }
  return HELD;
}

/** When users were sent to an account that had refused them until later. */
function earlyRequests(exchanges: readonly Exchange[], account: string): readonly number[] {
  const events = attemptsAt(exchanges, account).flatMap((attempt) => [
    { ms: attempt.atMs, isEnd: false, attempt },
    { ms: attempt.doneMs, isEnd: true, attempt },
  ]);
  const refusals = new Map<string, Attempt>();
  const early: number[] = [];
  for (const { ms, isEnd, attempt } of events.toSorted((a, b) => a.ms - b.ms)) {
    const name = exchanges[attempt.id]?.user.name ?? '';
    const refusal = refusals.get(name);
    if (!isEnd) {
      if (refusal?.untilMs !== undefined && ms < refusal.untilMs) early.push(ms);
    } else if (attempt.outcome === 'refused') {
      refusals.set(name, attempt);
    } else if (attempt.outcome === 'answered' && (refusal?.doneMs ?? 0) <= attempt.atMs) {
      refusals.delete(name);
    }
  }
  return early;
}

// What must hold in every run, in words and as checks. A check gives undefined, or what it found.
import { numberOfRequests, sharesOf, type Shares } from './shares.ts';
import type { Account, Fault, Scenario } from './scenario.ts';
import type { Exchange, Run } from './simulate.ts';
import type { Attempt } from './virtual-azure.ts';

export interface Invariant {
  readonly name: string;
  readonly words: string;
  readonly check: (run: Run) => string | undefined;
}

/** A user is not refused for longer than this while some account would answer. */
export const LOCKOUT_MS = 10_000;
/** A recovered account has its share again after this long. */
export const RECOVERY_MS = 35_000;
/** Shares are judged from this many requests on. */
const ENOUGH = 30;

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'answered',
    words: 'Every request gets an answer, and none meets a bug.',
    check: ({ exchanges }) => {
      const lost = exchanges.find(({ status, bug }) => status === undefined || bug !== undefined);
      return lost && `request ${lost.id}: status ${lost.status}, bug ${lost.bug}`;
    },
  },
  {
    name: 'never-twice',
    words:
      'Nothing is sent again after an answer; what must not run twice is sent again only after a refusal; nothing is sent more than three times.',
    check: ({ exchanges }) => {
      const wrong = exchanges.find((exchange) => !isSafe(exchange));
      return wrong && `request ${wrong.id}: ${outcomes(wrong)}`;
    },
  },
  {
    name: 'no-lockout',
    words: `No user gets only 429 for more than ${LOCKOUT_MS / 1000} s while some account would answer.`,
    check: ({ scenario, exchanges }) => {
      for (const user of scenario.users) {
        const lockout = longestLockout(exchanges.filter((each) => each.user === user));
        if (lockout.ms > LOCKOUT_MS) {
          return `${user.name} was locked out for ${lockout.ms.toFixed(0)} ms until ${lockout.untilMs.toFixed(0)}`;
        }
      }
      return undefined;
    },
  },
  {
    name: 'one-is-well',
    words: 'While one account is well, no chat request fails, and no request is refused.',
    check: ({ scenario: { accounts }, exchanges }) => {
      const isWell = accounts.some(
        ({ name, faults }) => faults.length === 0 && !attemptsAt(exchanges, name).some(wasRefused),
      );
      if (!isWell || accounts.length > 3) return undefined;
      const wrong = exchanges.find(
        ({ user, status }) => status !== 200 && (user.kind === 'chat' || status === 429),
      );
      return wrong && `request ${wrong.id}: status ${wrong.status}, ${outcomes(wrong)}`;
    },
  },
  {
    name: 'refusals-obeyed',
    words:
      'Between a refusal and the time that it names, an account gets at most one request a second of the refused users.',
    check: ({ scenario: { accounts }, exchanges }) => {
      if (accounts.length === 1) return undefined;
      for (const { name } of accounts) {
        const early = earlyRequests(exchanges, name);
        const hasty = early.find((atMs, index) => atMs - (early[index - 1] ?? -Infinity) < 1000);
        if (hasty !== undefined) return `${name} was tried again at ${hasty.toFixed(0)} ms`;
      }
      return undefined;
    },
  },
  {
    name: 'outage-bounded',
    words:
      'While another account is well, an account that fails gets one request every two seconds, and more only while their failures are not known yet.',
    check: ({ scenario, exchanges }) => {
      for (const [account, fault] of outagesOf(scenario)) {
        const found = sentIntoOutage(scenario, exchanges, account, fault);
        if (found !== undefined && found.sent > found.most) {
          return `${account.name} got ${found.sent} requests, and ${found.most} are the most`;
        }
      }
      return undefined;
    },
  },
  {
    name: 'share-returns',
    words: `${RECOVERY_MS / 1000} s after its failures have ended, an account has its share again, however long its answers take.`,
    check: ({ scenario, exchanges }) => {
      for (const account of scenario.accounts) {
        const shares = sharesAfterRecovery(scenario, exchanges, account);
        if (shares === undefined || numberOfRequests(shares) < ENOUGH) continue;
        const { got, due } = shares.get(account.name) ?? { got: 0, due: 0 };
        if (got < due * 0.85 - 3) return `${account.name} got ${got} of ${due.toFixed(0)}`;
      }
      return undefined;
    },
  },
  {
    name: 'weights',
    words: 'Where nothing fails and nothing is refused, requests divide by weight within 2 %.',
    check: ({ scenario, exchanges }) => {
      const isCalm = exchanges.every(({ attempts }) => attempts.every(wasAnswered));
      return isCalm ? faultOf(sharesOf(scenario.accounts, exchanges), 2, 0.02) : undefined;
    },
  },
  {
    name: 'share-is-spread',
    words: 'The share of an account that fails goes to all others by weight, within 10 %.',
    check: ({ scenario, exchanges }) => {
      for (const [account, fault] of outagesOf(scenario)) {
        const others = scenario.accounts.filter((each) => each !== account);
        if (others.some(({ faults }) => faults.length > 0)) continue;
        const during = exchanges.filter(
          ({ atMs }) => atMs > fault.fromMs + fault.failsAfterMs + 5000 && atMs < fault.toMs,
        );
        const isClear = others.every(({ name }) => attemptsAt(exchanges, name).every(wasAnswered));
        if (!isClear || others.some(({ priority }) => priority !== account.priority)) continue;
        const found = faultOf(sharesOf(others, during), 3, 0.1);
        if (found !== undefined) return `while ${account.name} fails, ${found}`;
      }
      return undefined;
    },
  },
];

/** Compares with the same run on one of the accounts alone. */
export function compareWithOne(run: Run, alone: Run): string | undefined {
  const [all, one] = [answeredOf(run), answeredOf(alone)];
  const [account] = alone.scenario.accounts;
  if (all >= one * 0.95 - 3) return undefined;
  return `${all} requests were answered, and ${one} with ${account?.name} alone`;
}

export const MORE_IS_NOT_WORSE = {
  name: 'more-is-not-worse',
  words:
    'Several accounts answer at least as many chat requests as any one of them does alone, within 5 %.',
};

function answeredOf({ exchanges }: Run): number {
  const isCounted = ({ user, status }: Exchange) => status === 200 && user.kind === 'chat';
  return exchanges.filter(isCounted).length;
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

function attemptsAt(exchanges: readonly Exchange[], account: string): readonly Attempt[] {
  const all = exchanges.flatMap(({ attempts }) => attempts);
  return all.filter((attempt) => attempt.account === account);
}

function wasRefused({ outcome }: Attempt): boolean {
  return outcome === 'refused';
}

function wasAnswered({ outcome }: Attempt): boolean {
  return outcome === 'answered';
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

/** Faults that hit every request of an account that nothing else hits. */
function outagesOf({ accounts }: Scenario): readonly (readonly [Account, Fault])[] {
  return accounts.flatMap((account) => {
    const [fault, second] = account.faults;
    if (fault === undefined || second !== undefined || fault.share < 1) return [];
    const isOutage = fault.kind === 'broken' || fault.kind === 'unreachable';
    return isOutage ? [[account, fault] as const] : [];
  });
}

/** How many requests went to it after the first failure was known; undefined where no other is well. */
function sentIntoOutage(
  { accounts }: Scenario,
  exchanges: readonly Exchange[],
  { name }: Account,
  { toMs, failsAfterMs }: Fault,
): { readonly sent: number; readonly most: number } | undefined {
  const isAnotherWell = accounts.some(
    (each) =>
      each.name !== name &&
      each.faults.length === 0 &&
      attemptsAt(exchanges, each.name).every(wasAnswered),
  );
  if (!isAnotherWell) return undefined;
  const attempts = attemptsAt(exchanges, name);
  const knownMs = Math.min(
    ...attempts.filter(({ outcome }) => outcome === 'failed').map(({ doneMs }) => doneMs),
  );
  const sent = attempts.filter(({ atMs }) => atMs > knownMs && atMs < toMs).length;
  const perRound = 2 ** (Math.floor(failsAfterMs / 5000) + 1) - 1;
  const rounds = Math.ceil(Math.max(0, toMs - knownMs) / (2000 + failsAfterMs));
  return { sent, most: rounds * perRound };
}

/** undefined where the account has no faults, or something else keeps requests from it. */
function sharesAfterRecovery(
  { accounts }: Scenario,
  exchanges: readonly Exchange[],
  account: Account,
): Shares | undefined {
  if (account.faults.length === 0 || account.priority > 1) return undefined;
  const endMs = Math.max(...account.faults.map(({ toMs, failsAfterMs }) => toMs + failsAfterMs));
  const later = attemptsAt(exchanges, account.name).filter(({ atMs }) => atMs >= endMs);
  if (!later.every(wasAnswered)) return undefined;
  const rank = accounts.filter(({ priority }) => priority === account.priority);
  return sharesOf(
    rank,
    exchanges.filter(({ atMs }) => atMs > endMs + RECOVERY_MS),
  );
}

function faultOf(shares: Shares, slack: number, part: number): string | undefined {
  const total = numberOfRequests(shares);
  if (total < ENOUGH) return undefined;
  for (const [name, { got, due }] of shares) {
    if (Math.abs(got - due) > slack + part * total) {
      return `${name} got ${got} of ${total} requests, and ${due.toFixed(0)} are due`;
    }
  }
  return undefined;
}

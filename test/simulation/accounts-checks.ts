// Checks of how requests divide between accounts, during failures and after them.
import { attemptsAt, wasAnswered } from './attempts.ts';
import type { Account, Fault, Scenario } from './scenario.ts';
import { numberOfRequests, sharesOf, type Shares } from './shares.ts';
import type { Exchange, Run } from './simulate.ts';
import { broken, HELD, NOT_JUDGED, type Verdict } from './verdict.ts';

/** A recovered account has its share again after this long. */
export const RECOVERY_MS = 35_000;

/** Shares are judged from this many requests on. */
const ENOUGH = 30;

/** Until failures of single requests have shown an outage. */
const OUTAGE_KNOWN_MS = 5000;

/** Faults that hit every request of an account that nothing else hits. */
function outagesOf({ accounts }: Scenario): readonly (readonly [Account, Fault])[] {
  return accounts.flatMap((account) => {
    const [fault, second] = account.faults;
    if (fault === undefined || second !== undefined || fault.share < 1) return [];
    const isOutage = fault.kind === 'broken' || fault.kind === 'unreachable';
    return isOutage ? [[account, fault] as const] : [];
  });
}

export function checkOutages({ scenario, exchanges }: Run): Verdict {
  let verdict = NOT_JUDGED;
  for (const [account, fault] of outagesOf(scenario)) {
    const count = sentIntoOutage(scenario, exchanges, account, fault);
    if (count === undefined) continue;
    const { sent, most } = count;
    if (sent > most)
      return broken(`${account.name} got ${sent} requests, and ${most} are the most`);
    verdict = HELD;
  }
  return verdict;
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
  const attempts = attemptsAt(exchanges, name);
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  if (!isAnotherWell || failed.length === 0) return undefined;
  const knownMs = Math.min(...failed.map(({ doneMs }) => doneMs));
  const sent = attempts.filter(({ atMs }) => atMs > knownMs && atMs < toMs).length;
  const perRound = 2 ** (Math.floor(failsAfterMs / 5000) + 1) - 1;
  const rounds = Math.ceil(Math.max(0, toMs - knownMs) / (2000 + failsAfterMs));
  return { sent, most: rounds * perRound };
}

export function checkRecoveries({ scenario, exchanges }: Run): Verdict {
  let verdict = NOT_JUDGED;
  for (const account of scenario.accounts) {
    const shares = sharesAfterRecovery(scenario, exchanges, account);
    if (shares === undefined || numberOfRequests(shares) < ENOUGH) continue;
    const { got, due } = shares.get(account.name) ?? { got: 0, due: 0 };
    if (got < due * 0.85 - 3) return broken(`${account.name} got ${got} of ${due.toFixed(0)}`);
    verdict = HELD;
  }
  return verdict;
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
  const rank = accounts.filter(({ priority }) => priority === account.priority);
  if (rank.length === 1 || !later.every(wasAnswered)) return undefined;
  return sharesOf(
    rank,
    exchanges.filter(({ atMs }) => atMs > endMs + RECOVERY_MS),
  );
}

export function checkWeights({ scenario: { accounts }, exchanges }: Run): Verdict {
  const isCalm = exchanges.every(({ attempts }) => attempts.every(wasAnswered));
  if (!isCalm || accounts.length === 1) return NOT_JUDGED;
  return judgeShares(sharesOf(accounts, exchanges), 2, 0.02);
}

export function checkSpread({ scenario, exchanges }: Run): Verdict {
  let verdict = NOT_JUDGED;
  for (const [account, fault] of outagesOf(scenario)) {
    const others = scenario.accounts.filter((each) => each !== account);
    const isClear = others.every(
      ({ name, priority }) =>
        priority === account.priority && attemptsAt(exchanges, name).every(wasAnswered),
    );
    if (!isClear || others.length < 2) continue;
    const fromMs = fault.fromMs + fault.failsAfterMs + OUTAGE_KNOWN_MS;
    const during = exchanges.filter(({ atMs }) => atMs > fromMs && atMs < fault.toMs);
    const judged = judgeShares(sharesOf(others, during), 3, 0.1);
    if (judged.kind === 'broken') return judged;
    if (judged.kind === 'held') verdict = HELD;
  }
  return verdict;
}

/** Whether each account has what is due to it, but for so many requests and such a part of all. */
function judgeShares(shares: Shares, slack: number, part: number): Verdict {
  const total = numberOfRequests(shares);
  if (total < ENOUGH || shares.size === 1) return NOT_JUDGED;
  for (const [name, { got, due }] of shares) {
    if (Math.abs(got - due) > slack + part * total) {
      return broken(`${name} got ${got} of ${total} requests, and ${due.toFixed(0)} are due`);
    }
  }
  return HELD;
}

// What must hold in every run, in words, and the checks for it.
import {
  checkOutages,
  checkRecoveries,
  checkSpread,
  checkWeights,
  RECOVERY_MS,
} from './accounts-checks.ts';
import {
  checkAnswered,
  checkFailuresHaveStatus,
  checkLockouts,
  checkOneIsWell,
  checkRefusalsObeyed,
  checkSentOnce,
  LOCKOUT_MS,
} from './users-checks.ts';
import type { Run } from './simulate.ts';
import { broken, HELD, NOT_JUDGED, type Verdict } from './verdict.ts';

export interface Invariant {
  readonly name: string;
  readonly words: string;
  /** @param alone the same requests with one of the accounts only, where there are several */
  readonly check: (run: Run, alone: Run | undefined) => Verdict;
}

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'answered',
    words: 'Every request gets an answer, and none meets a bug.',
    check: checkAnswered,
  },
  {
    name: 'failures-have-status',
    words:
      'No client gets a stream that begins with a failure: the failure has a status of its own.',
    check: checkFailuresHaveStatus,
  },
  {
    name: 'sent-once',
    words:
      'Nothing is sent again after an answer. What must not run twice is sent again only after a refusal. Nothing is sent more than three times.',
    check: checkSentOnce,
  },
  {
    name: 'no-lockout',
    words: `No user gets only 429 for more than ${LOCKOUT_MS / 1000} s while some account would answer.`,
    check: checkLockouts,
  },
  {
    name: 'one-is-well',
    words: 'While one account is well, no chat request fails, and no request is refused.',
    check: checkOneIsWell,
  },
  {
    name: 'refusals-obeyed',
    words:
      'Between a refusal and the time that it names, an account gets at most one request a second from the users that it refused.',
    check: checkRefusalsObeyed,
  },
  {
    name: 'outage-bounded',
    words:
      'While another account is well, an account that fails gets one request every two seconds, and more only where failing takes long.',
    check: checkOutages,
  },
  {
    name: 'share-returns',
    words: `${RECOVERY_MS / 1000} s after its failures have ended, an account has its share again, however long its answers take.`,
    check: checkRecoveries,
  },
  {
    name: 'weights',
    words: 'Where nothing fails and nothing is refused, requests divide by weight within 2 %.',
    check: checkWeights,
  },
  {
    name: 'share-is-spread',
    words: 'The share of an account that fails goes to all others by weight, within 10 %.',
    check: checkSpread,
  },
  {
    name: 'more-is-not-worse',
    words:
      'Several accounts answer at least as many chat requests as any one of them does alone, or as many tokens, within 5 %.',
    check: compareWithOne,
  },
];

function compareWithOne(run: Run, alone: Run | undefined): Verdict {
  if (alone === undefined) return NOT_JUDGED;
  const [all, one] = [answeredOf(run), answeredOf(alone)];
  if (one.requests === 0) return NOT_JUDGED;
  // One large request takes the place of many small ones.
  const isMore = all.requests >= one.requests * 0.95 - 3 || all.tokens >= one.tokens * 0.95;
  if (isMore) return HELD;
  const name = alone.scenario.accounts[0]?.name;
  return broken(`${all.requests} requests were answered, and ${one.requests} with ${name} alone`);
}

/** What chat requests got, which may go to every account. */
function answeredOf({ exchanges }: Run): { readonly requests: number; readonly tokens: number } {
  const answered = exchanges.filter(({ status }) => status === 200);
  return {
    requests: answered.filter(({ user }) => user.kind === 'chat').length,
    tokens: answered.reduce((sum, { user }) => sum + user.promptTokens + user.maxTokens, 0),
  };
}

import { expect, test } from 'vitest';
import { judge, type Progress, type Verdict } from '../../../worker/accounts/verdict.ts';

const FIRST: Progress = {
  isResendable: true,
  isRepeatable: true,
  attempts: 1,
  accounts: 3,
  elapsedMs: 10,
  isAnotherReady: true,
  hasFailed: false,
};

test.each<[string, number | undefined, boolean, Partial<Progress>, Verdict]>([
  ['a success', 200, false, {}, 'answer'],
  ['a client error', 400, false, {}, 'answer'],
  ['a server error', 500, false, {}, 'try-another'],
  ['a timeout of Azure', 408, false, {}, 'try-another'],
  ['no answer', undefined, false, {}, 'try-another'],
  ['a server error of what must not run twice', 500, false, { isRepeatable: false }, 'answer'],
  ['a 429 of what must not run twice', 429, false, { isRepeatable: false }, 'try-another'],
  ['a 429 after an unread body', 429, false, { isResendable: false }, 'answer'],
  ['a 429 with nobody else ready', 429, false, { isAnotherReady: false }, 'answer'],
  ['the third failure', 500, false, { attempts: 3, accounts: 5 }, 'answer'],
  ['a failure after a minute', 500, false, { elapsedMs: 60_000 }, 'answer'],
  ['a kept thing missing here', 404, true, {}, 'try-another'],
  ['missing at the fourth of five', 404, true, { attempts: 4, accounts: 5 }, 'try-another'],
  ['missing everywhere', 404, true, { attempts: 3, isAnotherReady: false }, 'answer'],
  ['missing, one account skipped', 404, true, { isAnotherReady: false }, 'incomplete-search'],
  [
    'missing after a failure',
    404,
    true,
    { attempts: 3, isAnotherReady: false, hasFailed: true },
    'incomplete-search',
  ],
])('after %s', (_, status, isMissing, progress, verdict) => {
  const attempt = { status, isMissing, isLockedOut: false };
  expect(judge(attempt, { ...FIRST, ...progress })).toBe(verdict);
});

test.each<[status: number | undefined, progress: Partial<Progress>, verdict: Verdict]>([
  [401, {}, 'try-another'],
  [403, { isRepeatable: false }, 'try-another'],
  [undefined, { isRepeatable: false }, 'try-another'],
  [401, { isResendable: false }, 'answer'],
  [401, { isAnotherReady: false }, 'answer'],
])('after an account refused the gateway itself with %s, %o', (status, progress, verdict) => {
  const attempt = { status, isMissing: false, isLockedOut: true };
  expect(judge(attempt, { ...FIRST, ...progress })).toBe(verdict);
});

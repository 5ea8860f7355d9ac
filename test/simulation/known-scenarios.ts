// Scenarios in which earlier rules for cooldowns went wrong. Two of them are drawn in docs/failover.md.
import type { Account, Scenario, User } from './scenario.ts';

const MINUTE_MS = 60_000;

const ACCOUNT: Account = {
  name: 'west',
  weight: 1,
  priority: 1,
  tokensPerMinute: 100_000_000,
  requestsPerMinute: 100_000_000,
  latencyMs: [1000, 2000],
  names: 'seconds',
  faults: [],
};

const USER: User = {
  name: 'dora',
  kind: 'chat',
  stream: false,
  everyMs: 500,
  fromMs: 0,
  promptTokens: 100,
  maxTokens: 100,
};

/** Two accounts, of which each takes 200,000 tokens a minute. alice's requests are larger than that. */
export const HUGE_REQUESTS: Scenario = {
  seed: 1,
  durationMs: 2 * MINUTE_MS,
  accounts: ['west', 'north'].map((name) => ({ ...ACCOUNT, name, tokensPerMinute: 200_000 })),
  users: [
    { ...USER, name: 'alice', everyMs: 250, fromMs: 30_000, maxTokens: 250_000 },
    { ...USER, name: 'dora' },
  ],
};

/** Two accounts for 120 requests a minute each. From half a minute on alice sends more than that. */
export const GREEDY_USER: Scenario = {
  seed: 2,
  durationMs: 3 * MINUTE_MS,
  accounts: ['west', 'north'].map((name) => ({
    ...ACCOUNT,
    name,
    requestsPerMinute: 120,
    tokensPerMinute: 60_000,
  })),
  users: [
    { ...USER, name: 'alice', everyMs: 200, fromMs: 30_000 },
    { ...USER, name: 'dora', everyMs: 1500 },
  ],
};

/** Both accounts are busy for a moment; their answers take long. */
export const SLOW_ANSWERS_AFTER_REFUSALS: Scenario = {
  seed: 3,
  durationMs: MINUTE_MS,
  accounts: ['west', 'north'].map((name) => ({
    ...ACCOUNT,
    name,
    latencyMs: [20_000, 40_000],
    faults: [{ fromMs: 1000, toMs: 3000, kind: 'busy', share: 1, failsAfterMs: 50 }],
  })),
  users: [USER],
};

/** One of two accounts fails for a moment; answers take longer than the gateway waits between probes. */
export const SLOW_ANSWERS_AFTER_OUTAGE: Scenario = {
  seed: 4,
  durationMs: 4 * MINUTE_MS,
  accounts: ['west', 'north'].map((name) => ({
    ...ACCOUNT,
    name,
    latencyMs: [20_000, 40_000],
    faults:
      name === 'west'
        ? [{ fromMs: 1000, toMs: 2000, kind: 'broken', share: 1, failsAfterMs: 50 }]
        : [],
  })),
  users: [USER],
};

/** Of four accounts with the weights 4, 3, 2 and 1 the first fails for a minute and a half. */
export const OUTAGE: Scenario = {
  seed: 5,
  durationMs: 4 * MINUTE_MS,
  accounts: ['west', 'north', 'south', 'east'].map((name, index) => ({
    ...ACCOUNT,
    name,
    weight: 4 - index,
    latencyMs: [3000, 15_000],
    faults:
      name === 'west'
        ? [
            {
              fromMs: MINUTE_MS,
              toMs: 2.5 * MINUTE_MS,
              kind: 'unreachable',
              share: 1,
              failsAfterMs: 500,
            },
          ]
        : [],
  })),
  users: [{ ...USER, everyMs: 300 }],
};

/** One of two accounts reports its rate limit inside its streams. */
export const FAILURES_IN_STREAMS: Scenario = {
  seed: 6,
  durationMs: MINUTE_MS,
  accounts: ['west', 'north'].map((name) => ({
    ...ACCOUNT,
    name,
    faults:
      name === 'west'
        ? [{ fromMs: 0, toMs: MINUTE_MS, kind: 'early', share: 1, failsAfterMs: 500 }]
        : [],
  })),
  users: [
    { ...USER, stream: true },
    { ...USER, name: 'emil', kind: 'responses', stream: true },
  ],
};

export const KNOWN_SCENARIOS: readonly (readonly [string, Scenario])[] = [
  ["a user's huge requests, which no account takes", HUGE_REQUESTS],
  ['a user who sends more than all accounts take', GREEDY_USER],
  ['refusals by all accounts, and then slow answers', SLOW_ANSWERS_AFTER_REFUSALS],
  ['an outage, and then slow answers', SLOW_ANSWERS_AFTER_OUTAGE],
  ['an outage of one of four accounts', OUTAGE],
  ['failures inside streams', FAILURES_IN_STREAMS],
];

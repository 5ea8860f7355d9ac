// A ledger of fixed counts, as the tests of /me and /admin/usage need it. The real one is tested in
// test/ledger and through the bundle.
import { Ledger } from '../../../worker/access/ledger.ts';
import type {
  CounterState,
  LedgerObject,
  ReadRequest,
  UsageRow,
} from '../../../worker/contract/ledger.ts';
import { AZURE_KEY, encodeUsers } from '../gateway-under-test.ts';

/** What an object of the ledger has. */
export interface Counted {
  readonly states?: readonly Omit<CounterState, 'reserved'>[];
  readonly reserved?: number;
  readonly rows?: readonly UsageRow[];
}

/** The reads that the ledger received, and how many of them ran at once. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  readonly reads: { readonly object: string; readonly request: ReadRequest }[];
  readonly mostAtOnce: () => number;
}

/**
 * A ledger with these objects; all others are empty.
 *
 * @param pageSize rows of one reply
 */
export function ledgerOf(
  objects: Readonly<Record<string, Counted>>,
  pageSize = 5000,
): LedgerUnderTest {
  const reads: { object: string; request: ReadRequest }[] = [];
  let running = 0;
  let most = 0;
  const get = (id: unknown): LedgerObject => {
    const name = String(id);
    return {
      ...refusing(),
      read: async (request) => {
        reads.push({ object: name, request });
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        const { states = [], reserved = 0, rows = [] } = objects[name] ?? {};
        const fitting = rows.filter(
          ({ day, subject }) =>
            day >= request.from &&
            day <= request.to &&
            (request.subject === undefined || subject === request.subject),
        );
        const start = Number(request.after ?? 0);
        const end = start + pageSize;
        return {
          kind: 'read',
          states: request.counters.flatMap(({ key }) => {
            const state = states.find((known) => known.key === key);
            return state === undefined ? [] : [{ ...state, reserved }];
          }),
          rows: fitting.slice(start, end),
          ...(end < fitting.length ? { next: String(end) } : {}),
        };
      },
    };
  };
  const ledger = new Ledger({ idFromName: (name) => name, get });
  return { ledger, reads, mostAtOnce: () => most };
}

/** A ledger that does not answer. */
export function brokenLedger(): Ledger {
  return new Ledger({ idFromName: (name) => name, get: refusing });
}

function refusing(): LedgerObject {
  const refuse = () => Promise.reject(new Error('reset'));
  return {
    reserve: refuse,
    settle: refuse,
    announce: refuse,
    read: refuse,
    handOver: refuse,
    isNew: refuse,
    takeOver: refuse,
  };
}

/** One row. */
export function row(
  day: string,
  subject: string,
  item: string,
  tally: Readonly<Record<string, number>>,
): UsageRow {
  return { day, subject, item, tally };
}

/** Bindings with these users and limits. */
export function envOf(users: readonly object[], limits?: object) {
  return {
    CHIT_USERS: encodeUsers(users),
    MODELS: JSON.stringify([
      {
        id: 'gpt-5.4-mini',
        aliases: ['mini'],
        price: {
          input: 750_000,
          cachedInput: 75_000,
          output: 4_500_000,
          second: 100_000_000,
          image: 40_000_000_001,
          longContext: { above: 272_000, input: 1_500_000, output: 6_750_001 },
        },
        tokens: { context: 272_000, output: 128_000 },
        backends: [{ name: 'one', pricePercent: 110 }, { name: 'two' }],
      },
      { id: 'other' },
    ]),
    BACKENDS: JSON.stringify(
      ['one', 'two'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
    ),
    BACKEND_KEYS: JSON.stringify({ one: AZURE_KEY, two: AZURE_KEY }),
    ...(limits === undefined ? {} : { LIMITS: JSON.stringify(limits) }),
  };
}

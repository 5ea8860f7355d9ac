// Reserves and settles at one object of the ledger, as many times as a request says.
interface Env {
  readonly LEDGER: {
    idFromName(name: string): unknown;
    get(id: unknown): {
      reserve(request: unknown): Promise<{ readonly kind: string }>;
      settle(request: unknown): Promise<{ readonly kind: string }>;
    };
  };
}

interface Run {
  /** Tells the ids of this run from those of others. */
  readonly name: string;
  readonly pairs: number;
  readonly concurrency: number;
}

/** What a member of a team takes: its own limits, and the team's budget. */
const COUNTERS = [
  { key: 'user alice concurrent', per: 'open', limit: 1e6, base: 1, each: 0 },
  { key: 'user alice requests', per: 'minute', limit: 1e9, base: 1, each: 0 },
  { key: 'user alice tokens', per: 'minute', limit: 1e15, base: 2000, each: 1 },
  {
    key: 'user alice budget',
    per: 'month',
    limit: 1e15,
    base: 1_500_000,
    each: 4500,
    marks: [5e14],
  },
  {
    key: 'team research budget',
    per: 'month',
    limit: 1e15,
    base: 1_500_000,
    each: 4500,
    marks: [5e14],
  },
];

const USED = {
  'user alice tokens': 2100,
  'user alice budget': 1_950_000,
  'team research budget': 1_950_000,
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { name, pairs, concurrency } = (await request.json()) as Run;
    let next = 0;
    const lane = async () => {
      const ledger = env.LEDGER.get(env.LEDGER.idFromName('team research'));
      while (next < pairs) {
        const id = `${name}-${next++}`;
        const reserved = await ledger.reserve({
          id,
          subject: 'alice',
          item: 'gpt-5.4-mini',
          counters: COUNTERS,
          units: { least: 16, whole: 4096, most: 1000, share: 0.25 },
          tally: { requests: { base: 1, each: 0 }, outputTokens: { base: 0, each: 1 } },
          expiresInMs: 1_800_000,
        });
        const tally = { requests: 1, outputTokens: 100 };
        const settled = await ledger.settle({ id, used: USED, tally });
        if (reserved.kind !== 'granted' || settled.kind !== 'settled') throw new Error(id);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
    return new Response('done');
  },
};

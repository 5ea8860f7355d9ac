// GET /v1/admin/usage: what all users used.
import { expect, test } from 'vitest';
import { MAX_LEDGER_READS, MAX_SHOWN_ROWS } from '../../../worker/contract/limits.ts';
import { ask, errorOf, type Asked } from '../gateway-under-test.ts';
import { brokenLedger, envOf, ledgerOf, row, type Counted } from './fake-ledger.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const BUDGET = { budget: [{ amount: 1_000_000_000, per: 'day' }] };
const USERS = [
  { name: 'admin', key: 'sk-admin', admin: true },
  { name: 'alice', key: 'sk-alice', team: 'ai' },
  { name: 'alice', key: 'sk-alice-2', team: 'ai' },
  { name: 'bob', sha256: 'a'.repeat(64), limits: BUDGET },
];
const LIMITS = { teams: { ai: { shared: BUDGET } } };
const OBJECTS: Readonly<Record<string, Counted>> = {
  'team/ai': {
    rows: [
      row('2026-11-01', 'alice', 'gpt-5.4-mini', { requests: 1, nanodollars: 1 }),
      row('2026-11-01', 'gone', 'gpt-5.4-mini', { requests: 2, nanodollars: 2 }),
    ],
  },
  'user/bob': { rows: [row('2026-11-03', 'bob', 'other', { requests: 4, nanodollars: 10 ** 9 })] },
};

interface Options extends Pick<Asked, 'env' | 'ledger'> {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function usage(query: string, { key = 'sk-admin', headers, ...options }: Options = {}) {
  const { response } = await ask({
    path: `/v1/admin/usage${query}`,
    method: 'GET',
    headers: { authorization: `Bearer ${key}`, ...headers },
    env: envOf(USERS, LIMITS),
    ledger: ledgerOf(OBJECTS).ledger,
    now: NOW,
    ...options,
  });
  return response;
}

interface List {
  readonly rows: readonly { readonly user: string; readonly requests: number }[];
  readonly totals: { readonly requests: number };
  readonly next: string | null;
}

/** All pages, joined. */
async function allPages(options: Options): Promise<readonly List[]> {
  const pages: List[] = [];
  let query = '';
  for (;;) {
    const response = await usage(query, options);
    expect(response.status).toBe(200);
    const page = await response.json<List>();
    pages.push(page);
    if (page.next === null) return pages;
    query = `?after=${page.next}`;
  }
}

test('all users by object, also those who are gone, with their team and without keys', async () => {
  const response = await usage('');
  const text = await response.text();
  const rest = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, images: 0 };
  const none = { ...rest, seconds: 0, characters: 0 };
  const first = { day: '2026-11-01', team: 'ai', model: 'gpt-5.4-mini', ...none };
  expect(JSON.parse(text)).toEqual({
    object: 'usage',
    from: '2026-11-01',
    to: '2026-11-27',
    totals: { requests: 7, ...none, cost: '1.000000003' },
    rows: [
      { ...first, user: 'alice', requests: 1, cost: '0.000000001' },
      { ...first, user: 'gone', requests: 2, cost: '0.000000002' },
      {
        day: '2026-11-03',
        team: null,
        user: 'bob',
        model: 'other',
        ...none,
        requests: 4,
        cost: '1',
      },
    ],
    next: null,
  });
  expect(text).not.toMatch(/sk-|aaaa/);
});

test('where the stack has a limit, all users are in one object', async () => {
  const env = envOf(USERS, { ...LIMITS, stack: BUDGET });
  const { ledger, reads } = ledgerOf({
    stack: { rows: [...(OBJECTS['team/ai']?.rows ?? []), ...(OBJECTS['user/bob']?.rows ?? [])] },
  });
  const body = await (await usage('', { env, ledger })).json<{ rows: unknown }>();
  expect(reads.map(({ object }) => object)).toEqual(['stack']);
  expect(body.rows).toMatchObject([
    { user: 'alice', team: 'ai' },
    { user: 'gone', team: null },
    { user: 'bob', team: null },
  ]);
});

test.each([
  ['?format=csv', {}],
  ['', { accept: 'text/csv, */*;q=0.1' }],
])('as CSV: %s', async (query, headers) => {
  const response = await usage(query, { headers });
  expect(response.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="usage-2026-11-01-2026-11-27.csv"',
  );
  expect(await response.text()).toBe(
    [
      'day,team,user,model,requests,inputTokens,cachedTokens,outputTokens,images,seconds,characters,cost',
      '2026-11-01,ai,alice,gpt-5.4-mini,1,0,0,0,0,0,0,0.000000001',
      '2026-11-01,ai,gone,gpt-5.4-mini,2,0,0,0,0,0,0,0.000000002',
      '2026-11-03,,bob,other,4,0,0,0,0,0,0,1',
      '',
    ].join('\r\n'),
  );
});

test('names cannot be formulas in a spreadsheet, nor break the table', async () => {
  const names = ['=cmd|calc', 'a,"b"', '@x', '-1+2', 'new\r\nline'];
  const rows = names.map((name) => row('2026-11-01', name, 'm', { requests: 1 }));
  const { ledger } = ledgerOf({ 'team/ai': { rows } });
  const text = await (await usage('?format=csv', { ledger })).text();
  for (const field of [`,'=cmd|calc,`, `,"a,""b""",`, `,'@x,`, `,'-1+2,`, `,"new\r\nline",`]) {
    expect(text).toContain(field);
  }
});

test('JSON is the default of `format=json` whatever is accepted', async () => {
  const response = await usage('?format=json', { headers: { accept: 'text/csv' } });
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
});

test.each([1, 3, 1000])(
  'many users, read in pages of %i rows: none is lost or repeated',
  async (size) => {
    const users = Array.from({ length: 400 }, (_, index) => ({
      name: `user-${index}`,
      key: `sk-${index}`,
      limits: BUDGET,
      admin: index === 0,
    }));
    const objects = Object.fromEntries(
      users.map(({ name }, index) => [
        `user/${name}`,
        {
          rows: Array.from({ length: index % 4 }, (_, day) =>
            row(`2026-11-0${day + 1}`, name, 'm', { requests: 1 }),
          ),
        },
      ]),
    );
    const { ledger, reads, mostAtOnce } = ledgerOf(objects, size);
    const pages = await allPages({ key: 'sk-0', env: envOf(users, {}), ledger });
    const seen = pages.flatMap(({ rows }) => rows.map(({ user }) => user));
    const expected = users.flatMap(({ name }, index) => Array<string>(index % 4).fill(name));
    expect(seen.toSorted()).toEqual(expected.toSorted());
    expect(pages.reduce((sum, { totals }) => sum + totals.requests, 0)).toBe(600);
    expect(mostAtOnce()).toBe(6);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(reads.length / pages.length).toBeLessThanOrEqual(MAX_LEDGER_READS + 5);
  },
);

test('a page ends when it is full, and CSV says where it goes on', async () => {
  const rows = Array.from({ length: MAX_SHOWN_ROWS + 10 }, (_, index) =>
    row('2026-11-01', 'alice', `m${String(index).padStart(5, '0')}`, { requests: 1 }),
  );
  const { ledger } = ledgerOf({ ...OBJECTS, 'team/ai': { rows } });
  const pages = await allPages({ ledger });
  expect(pages.map((page) => page.rows.length)).toEqual([MAX_SHOWN_ROWS, 11]);
  const csv = await usage('?format=csv', { ledger });
  const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(csv.headers.get('link') ?? '') ?? [];
  expect(next).toMatch(
    /^\/v1\/admin\/usage\?from=2026-11-01&to=2026-11-27&format=csv&after=[\w-]+$/,
  );
  const rest = await usage(next.replace('/v1/admin/usage', ''), { ledger });
  expect((await rest.text()).split('\r\n')).toHaveLength(13);
  expect(rest.headers.get('link')).toBe(null);
});

test('other users are refused', async () => {
  const response = await usage('', { key: 'sk-alice' });
  expect(response.status).toBe(403);
  expect(await errorOf(response)).toMatchObject({
    code: 'admin_only',
    message: expect.stringContaining('/v1/me') as string,
  });
});

test.each([
  ['?format=xml', 'format'],
  ['?after=nonsense', 'after'],
  ['?after=e30', 'after'],
  ['?from=2026-1-1', 'from'],
])('%s is refused', async (query, param) => {
  const response = await usage(query);
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({ code: 'invalid_range', param });
});

test('a part that does not answer is a 503: a sum without it would be wrong', async () => {
  const response = await usage('', { ledger: brokenLedger() });
  expect(response.status).toBe(503);
  expect(await errorOf(response)).toMatchObject({ code: 'ledger_unavailable' });
});

test('without any limit there is nothing', async () => {
  const env = envOf([{ name: 'admin', key: 'sk-admin', admin: true }]);
  const body = await (await usage('', { env })).json();
  expect(body).toMatchObject({ rows: [], next: null, totals: { requests: 0, cost: '0' } });
});

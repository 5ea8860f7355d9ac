// What a reservation gets, and what is in its way.
import { describe, expect, test } from 'vitest';
import { amountsOf, budget, request } from './requests.ts';
import { eachLedger, NOON } from './each-ledger.ts';

const each = eachLedger();

test('sets the most aside, and settling gives back what was not used', async () => {
  expect(await each.ledger.reserve(request('a'))).toEqual({
    kind: 'granted',
    units: 90,
    states: [{ key: 'alice usd month', spent: 0, reserved: 100, resetsAt: Date.UTC(2026, 11, 1) }],
  });
  expect(await each.ledger.settle({ id: 'a', used: { 'alice usd month': 33 } })).toEqual({
    kind: 'settled',
    reached: [],
  });
  expect(await amountsOf(each.ledger)).toEqual([33, 0]);
});

test('concurrent reservations never exceed the limit, and the last one is shortened', async () => {
  const replies = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      each.ledger.reserve(request(`r${index}`, { counters: [budget(750)] })),
    ),
  );
  const units = replies.map((reply) => (reply.kind === 'granted' ? reply.units : 0));
  expect(units.filter((each) => each > 0)).toEqual([90, 90, 90, 90, 90, 90, 90, 40]);
  expect(await amountsOf(each.ledger)).toEqual([0, 750]);
});

test('a repeated call gets the same units and takes nothing more', async () => {
  const counters = [budget(250)];
  const first = await each.ledger.reserve(request('a', { counters }));
  await each.ledger.reserve(request('b', { counters }));
  const again = await each.ledger.reserve(request('a', { counters }));
  expect([first, again].map((reply) => reply.kind === 'granted' && reply.units)).toEqual([90, 90]);
  expect(await amountsOf(each.ledger)).toEqual([0, 200]);
});

test('more than `whole` is a share of what is left', async () => {
  const units = { least: 1, whole: 90, most: 10_000, share: 0.25 };
  const unitsOf = async (id: string) => {
    const reply = await each.ledger.reserve(request(id, { units }));
    return reply.kind === 'granted' ? reply.units : 0;
  };
  // A quarter of 990, then of 1000 - 257 - 10, …, and at last `whole`.
  expect(await unitsOf('a')).toBe(247);
  expect(await unitsOf('b')).toBe(183);
  expect(await unitsOf('c')).toBe(135);
  expect(await unitsOf('d')).toBe(98);
  expect(await unitsOf('e')).toBe(90);
  expect(await unitsOf('f')).toBe(90);
  expect(await unitsOf('g')).toBe(87);
  expect(await unitsOf('h')).toBe(0);
});

test('the counter with the least room decides about the units', async () => {
  const tokens = { key: 'tokens', per: 'minute', limit: 60, base: 5, each: 1 } as const;
  const reply = await each.ledger.reserve(request('a', { counters: [budget(1000), tokens] }));
  expect(reply).toMatchObject({
    units: 55,
    states: [{ reserved: 65 }, { reserved: 60, resetsAt: NOON + 60_000 }],
  });
});

test('`force` takes it in full, over the limit', async () => {
  await each.ledger.reserve(request('a', { counters: [budget(50)], force: true }));
  expect(await amountsOf(each.ledger)).toEqual([0, 100]);
});

test('what is under way is counted as long as it is, and is not stored', async () => {
  const open = { key: 'alice open', per: 'open', limit: 2, base: 1, each: 0 } as const;
  const ask = (id: string) => each.ledger.reserve(request(id, { counters: [open] }));
  await ask('a');
  await ask('b');
  expect(await ask('c')).toMatchObject({ kind: 'refused', key: 'alice open', neverFits: false });
  await each.ledger.settle({ id: 'a', used: { 'alice open': 1 } });
  expect(await ask('c')).toMatchObject({ kind: 'granted' });
  expect(await amountsOf(each.ledger, 'alice open', 'open')).toEqual([0, 2]);
  expect(await each.ledger.runSql('SELECT * FROM counters')).toEqual([]);
});

describe('a refusal', () => {
  test('names the counter that keeps it waiting longest', async () => {
    const counters = [
      budget(20, { per: 'minute', key: 'minute' }),
      budget(20, { per: 'month', key: 'month' }),
      budget(20, { per: 'day', key: 'day' }),
    ];
    await each.ledger.reserve(request('a', { counters }));
    expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
      kind: 'refused',
      key: 'month',
      neverFits: false,
      states: [{ key: 'minute', reserved: 20 }, { key: 'month' }, { key: 'day' }],
    });
    expect(await amountsOf(each.ledger, 'day', 'day')).toEqual([0, 20]);
  });

  test('says that a request does not fit into a whole span either', async () => {
    const counters = [budget(10, { per: 'day' }), budget(900)];
    expect(await each.ledger.reserve(request('a', { counters }))).toMatchObject({
      key: 'alice usd day',
      neverFits: true,
      reached: [],
    });
  });

  test('of a total is for ever once it is spent, but not while it is only reserved', async () => {
    const counters = [budget(100, { per: 'total' })];
    await each.ledger.reserve(request('a', { counters }));
    const refused = { kind: 'refused', key: 'alice usd total' };
    expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
      ...refused,
      neverFits: false,
      reached: [],
    });
    await each.ledger.settle({ id: 'a' });
    expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
      ...refused,
      neverFits: true,
    });
  });

  test('by a budget that is used up reports its last mark', async () => {
    const counters = [budget(105, { marks: [50, 80, 105] })];
    await each.ledger.reserve(request('a', { counters }));
    expect(await each.ledger.settle({ id: 'a' })).toMatchObject({
      reached: [{ mark: 50 }, { mark: 80 }],
    });
    expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
      kind: 'refused',
      reached: [{ mark: 50 }, { mark: 80 }, { mark: 105 }],
    });
  });

  test('of a large request does not report marks that are not reached', async () => {
    const counters = [budget(150, { marks: [100, 150] })];
    await each.ledger.reserve(request('a', { counters }));
    await each.ledger.settle({ id: 'a', used: { 'alice usd month': 90 } });
    const units = { least: 80, whole: 90, most: 90, share: 0.5 };
    expect(await each.ledger.reserve(request('b', { counters, units }))).toMatchObject({
      kind: 'refused',
      reached: [],
    });
  });
});

test('refuses what would fill the storage, with the reason', async () => {
  const faults = [
    request(''),
    request('x'.repeat(201)),
    request('a', { subject: 'x'.repeat(2001) }),
    request('a', {
      counters: Array.from({ length: 33 }, (_, index) => budget(1, { key: `${index}` })),
    }),
    request('a', { counters: [budget(1), budget(2)] }),
    request('a', { counters: [budget(-1)] }),
    request('a', { counters: [budget(100, { base: 0.5 })] }),
    request('a', { counters: [budget(100, { each: 2 ** 52 })] }),
    request('a', { expiresInMs: 1e12 }),
    request('a', { units: { least: 2, whole: 1, most: 1, share: 1 } }),
    request('a', { units: { least: 0, whole: 1, most: 1, share: 2 } }),
  ];
  const messages = await Promise.all(
    faults.map((fault) => each.ledger.reserve(fault).then(() => 'none', String)),
  );
  expect(messages).toEqual([
    'Error: id takes a text of 1 to 200 characters',
    'Error: id takes a text of 1 to 200 characters',
    'Error: subject takes a text of 1 to 2000 characters',
    'Error: counters takes at most 32 entries',
    'Error: counters has a key twice',
    expect.stringMatching(/^Error: limit of alice usd month takes a whole number from 0 to /),
    expect.stringMatching(/^Error: base of alice usd month takes a whole number/),
    expect.stringMatching(/^Error: the most of alice usd month takes a whole number/),
    expect.stringMatching(/^Error: expiresInMs takes a whole number from 0 to 604800000$/),
    'Error: units.least is above most or whole',
    'Error: units.share is not between 0 and 1',
  ]);
  expect(await each.ledger.isNew()).toBe(true);
});

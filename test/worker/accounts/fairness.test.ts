// What one user's refusals mean for the others.
import { expect, test } from 'vitest';
import { RequestAsker, sizeClassOf } from '../../../worker/accounts/request-size.ts';
import { encode } from '../../../worker/formats/bytes.ts';
import { readObject } from '../../../worker/formats/json-object.ts';
import { accountHeaders, busy, headers, instanceOf, NAMES } from './three-accounts.ts';

const HUGE = '{"model":"fast","max_tokens":100000}';
const SMALL = '{"model":"fast","max_tokens":100}';
const EVERYWHERE = Object.fromEntries(NAMES.map((name) => [name, busy(60)]));

/** alice's headers, and wang's. */
const [ALICE, WANG] = [headers, accountHeaders];

test("one user's refusals at every account do not keep another user out", async () => {
  const isolate = instanceOf();
  await isolate.send(EVERYWHERE, 0, { headers: ALICE, body: SMALL });
  const { response, hosts } = await isolate.send({}, 1, { headers: WANG, body: SMALL });
  expect([response.status, hosts.length]).toEqual([200, 1]);
});

test('a huge request that every account refuses does not keep small ones out, not even of its user', async () => {
  const isolate = instanceOf();
  await isolate.send(EVERYWHERE, 0, { headers: ALICE, body: HUGE });
  await isolate.send(EVERYWHERE, 0, { headers: WANG, body: HUGE });
  for (const user of [ALICE, WANG]) {
    const { response, hosts } = await isolate.send({}, 1, { headers: user, body: SMALL });
    expect([response.status, hosts.length]).toEqual([200, 1]);
  }
});

test.each(['max_tokens', 'max_completion_tokens', 'max_output_tokens'])(
  'a request is as large as its %s',
  async (name) => {
    const isolate = instanceOf();
    const body = JSON.stringify({ model: 'fast', [name]: 100_000 });
    await isolate.send(EVERYWHERE, 0, { body });
    await isolate.send(EVERYWHERE, 0, { body });
    expect((await isolate.send({}, 1, { body: SMALL })).hosts).toHaveLength(1);
    expect((await isolate.send({}, 1, { body })).hosts).toEqual([]);
  },
);

test('a request is as large as its body, and as the number of its answers', async () => {
  for (const large of [{ metadata: { a: 'x'.repeat(8000) } }, { n: 100, max_tokens: 100 }]) {
    const isolate = instanceOf();
    const body = JSON.stringify({ model: 'fast', ...large });
    await isolate.send(EVERYWHERE, 0, { body });
    expect((await isolate.send({}, 1, { body: SMALL })).hosts).toHaveLength(1);
  }
});

test('sizes that differ by less than fourfold are alike', () => {
  expect([0, 3, 4, 15, 16, 100_000].map(sizeClassOf)).toEqual([0, 0, 1, 1, 2, 8]);
});

test('with every account busy one is tried all the same, and its answer opens it for all', async () => {
  const isolate = instanceOf();
  await isolate.send(EVERYWHERE, 0, { headers: ALICE });
  await isolate.send(EVERYWHERE, 0, { headers: WANG });
  const knock = await isolate.send({}, 1, { headers: WANG });
  expect([knock.response.status, knock.hosts.length]).toEqual([200, 1]);
  const after = await isolate.send({}, 2, { headers: WANG });
  expect([after.response.status, after.hosts]).toEqual([200, knock.hosts]);
});

test('each busy account is tried once a second, however many requests come', async () => {
  const isolate = instanceOf();
  await isolate.send(EVERYWHERE, 0, { headers: ALICE });
  await isolate.send(EVERYWHERE, 0, { headers: WANG });
  let tried = 0;
  for (let ms = 100; ms < 10_100; ms += 50) {
    const user = ms % 100 === 0 ? ALICE : WANG;
    tried += (await isolate.send(EVERYWHERE, ms, { headers: user })).hosts.length;
  }
  expect(tried).toBe(10 * NAMES.length);
});

test.each(['1e999', '1e308', '-1', '"x"', '{}'])(
  'requests that ask for %s answers have a size that equals itself',
  (count) => {
    const root = readObject(encode(`{"max_tokens":1e308,"n":${count}}`));
    if (root === undefined) throw new Error('not read');
    const body = { kind: 'json', bytes: root.bytes, root, session: () => undefined } as const;
    const { sizeClass } = new RequestAsker('alice', body);
    expect(Number.isFinite(sizeClass)).toBe(true);
  },
);

// What a test can do to requests for tokens.
import { expect, test } from 'vitest';
import { send, V1_CHAT } from '../client.ts';
import { sign } from './issuer.ts';
import { exchange, post, startTenant } from './tenant.ts';

test('a status, an AADSTS code, a connection that drops, then a token', async () => {
  const { standIn, issuer } = await startTenant({
    onTokenRequest: (_, count) =>
      (
        [
          { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
          { kind: 'status', status: 503, headers: { 'content-type': 'text/html' }, body: '<html>' },
          { kind: 'aadsts', code: 70_021 },
          { kind: 'drop' },
        ] as const
      )[count - 1],
  });
  const fields = { client_assertion: await sign() };
  const limited = await post(standIn, fields);
  expect([limited.status, limited.headers['retry-after']]).toEqual([429, '7']);
  const down = await post(standIn, fields);
  expect([down.status, down.headers['content-type'], down.text]).toEqual([
    503,
    'text/html',
    '<html>',
  ]);
  expect(await exchange(standIn, await sign())).toEqual([401, 70_021]);
  await expect(post(standIn, fields)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(issuer.asked).toEqual([]);
  expect(await exchange(standIn, await sign())).toEqual([200, 0]);
  expect(standIn.tokenRequests).toHaveLength(5);
});

test('an answer can be held', async () => {
  const gate = Promise.withResolvers<undefined>();
  const arrived = Promise.withResolvers<undefined>();
  const { standIn } = await startTenant({
    onTokenRequest: () => {
      arrived.resolve(undefined);
      return gate.promise;
    },
  });
  const answer = exchange(standIn, await sign());
  await arrived.promise;
  gate.resolve(undefined);
  expect(await answer).toEqual([200, 0]);
});

test('without a tenant, its host has no address', async () => {
  const { standIn } = await startTenant({}, { record: false });
  await exchange(standIn, await sign());
  expect(standIn.tokenRequests).toEqual([]);
  await expect(
    send(standIn, { path: V1_CHAT, headers: { host: 'login.example.com' } }),
  ).rejects.toMatchObject({ code: 'ECONNRESET' });
});

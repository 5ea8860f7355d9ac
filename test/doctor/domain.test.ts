// Cloudflare's refusals are not empty lists.
import { expect, test } from 'vitest';
import { CONFIG, lineOf, openStack } from './checked-stack.ts';

const REFUSAL = {
  status: 403,
  body: { success: false, errors: [{ code: 10_000, message: 'Authentication error' }] },
};

test.each([
  ['zone', /^the token cannot list zones \(status 403, code 10000, Authentication error\)$/],
  ['domain', /^the token cannot list the domains of Workers \(status 403, code 10000, /],
])('the line %s fails with what Cloudflare said', async (id, found) => {
  const config = `${CONFIG}  customDomain: gateway.example.com\n`;
  const line = await lineOf(id, await openStack({ config, answer: () => REFUSAL }));
  expect(line).toMatchObject({ status: 'failed', found: expect.stringMatching(found) as string });
});

test('a domain that no Worker has is in order', async () => {
  const config = `${CONFIG}  customDomain: gateway.example.com\n`;
  const answer = () => ({ body: { success: true, result: [] } });
  const line = await lineOf('domain', await openStack({ config, answer }));
  expect(line).toMatchObject({
    status: 'ok',
    found: expect.stringMatching(/^no Worker has gateway\.example\.com yet/) as string,
  });
});

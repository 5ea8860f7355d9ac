// Limits of the user are a warning, in requests and in a stream alike.
import { expect, test } from 'vitest';
import type { Answer } from '../../doctor/context/ask.ts';
import type { Gateway } from '../../doctor/gateway/gateway.ts';
import { lineOf, openStack } from './checked-stack.ts';

function gateway(answer: Omit<Answer, 'headers'>): Gateway {
  const holder = { name: 'alice', admin: false, from: '', models: ['gpt-5.4-mini'], limits: 1 };
  const reply = () => Promise.resolve({ headers: new Headers(), ...answer });
  return {
    url: 'http://gateway.invalid',
    holder: () => Promise.resolve(holder),
    authorization: () => Promise.resolve('Bearer key'),
    ...{ send: reply, open: reply, withWrongKey: reply },
  };
}

async function lines(status: number, code: string) {
  const json = { error: { code, message: 'Try again later.' } };
  const open = gateway({ status, text: JSON.stringify(json), json });
  const result = { kind: 'failed', status, code, said: `${status} ${code}` } as const;
  const context = {
    ...(await openStack({})),
    gateway: () => Promise.resolve(open),
    probes: () => Promise.resolve([{ model: 'gpt-5.4-mini', account: undefined, result }]),
  };
  return [await lineOf('requests', context), await lineOf('stream', context)];
}

test.each(['rate_limit_exceeded', 'budget_exceeded', 'too_many_concurrent_requests'])(
  '%s is a warning in both lines, with the same advice',
  async (code) => {
    const [requests, stream] = await lines(429, code);
    expect([requests?.status, stream?.status]).toEqual(['warning', 'warning']);
    expect(stream?.found).toBe(`gpt-5.4-mini: 429 ${code}: Try again later.`);
    expect(stream?.advice).toBe(requests?.advice);
  },
);

test('what is not a limit fails both', async () => {
  const [requests, stream] = await lines(502, 'upstream_unreachable');
  expect([requests?.status, stream?.status]).toEqual(['failed', 'failed']);
  expect(requests?.isTransient).toBeUndefined();
});

test('a deployment that is not everywhere yet passes by itself', async () => {
  const [requests] = await lines(404, 'DeploymentNotFound');
  expect(requests).toMatchObject({ status: 'failed', isTransient: true });
});

// Quotas: the headers that count down, and the refusals of a server that enforces them.
import { expect, test } from 'vitest';
import { ask, chatBody, classic, KEY, NOW_MS, send, start, V1_CHAT, type Got } from '../client.ts';

const ACCOUNT = {
  subdomain: 'contoso',
  keys: [KEY],
  deployments: [
    { name: 'mini', model: 'gpt-5.4-mini', capacity: 1 },
    { name: 'other', model: 'gpt-5.4-mini', capacity: 20 },
  ],
};
/** 7 prompt tokens and at most 93 more. */
const HUNDRED = chatBody('Hi', { max_completion_tokens: 96 });

function limits({ headers }: Got): readonly unknown[] {
  return ['limit', 'remaining', 'reset'].flatMap((what) =>
    ['requests', 'tokens'].map((kind) => headers[`x-ratelimit-${what}-${kind}`]),
  );
}

test('a unit of capacity is 6 requests and 1000 tokens a minute, counted down by each call', async () => {
  let nowMs = NOW_MS;
  const standIn = await start({ accounts: [ACCOUNT], now: () => nowMs });
  const sent = { path: V1_CHAT, body: HUNDRED };
  expect(limits(await send(standIn, sent))).toEqual(['6', '1000', '5', '897', '60', '60']);
  nowMs += 20_500;
  expect(limits(await send(standIn, sent))).toEqual(['6', '1000', '4', '794', '40', '40']);
  nowMs += 39_500;
  expect(limits(await send(standIn, sent))).toEqual(['6', '1000', '5', '897', '60', '60']);
});

test('deployments are counted apart, whatever the surface; refused parameters count too', async () => {
  const standIn = await start({ accounts: [ACCOUNT] });
  await send(standIn, { path: V1_CHAT, body: { ...HUNDRED, model: 'other' } });
  await send(standIn, { path: V1_CHAT, body: { ...HUNDRED, top_p: 1 } });
  const path = classic('mini', 'chat/completions');
  const got = await send(standIn, { path, body: HUNDRED });
  expect(limits(got)).toEqual(['6', '1000', '4', '794', '60', '60']);
});

test('a used-up quota is refused only by a server that enforces it', async () => {
  const standIn = await start({ accounts: [ACCOUNT] });
  const body = chatBody('Hi', { max_completion_tokens: 2000 });
  const got = await send(standIn, { path: V1_CHAT, body });
  expect([got.status, limits(got)]).toEqual([200, ['6', '1000', '5', '0', '60', '60']]);
});

test.each([
  ['token', 2, chatBody('Hi', { max_completion_tokens: 600 })],
  ['call', 7, chatBody('Hi', { max_completion_tokens: 1 })],
])(
  'an enforced %s limit refuses call number %i with the time to wait',
  async (kind, calls, body) => {
    const nowMs = NOW_MS;
    let passedMs = 0;
    const standIn = await start({
      accounts: [ACCOUNT],
      enforceRateLimits: true,
      now: () => nowMs + passedMs,
    });
    for (let call = 1; call < calls; call += 1) {
      expect((await send(standIn, { path: V1_CHAT, body })).status).toBe(200);
    }
    passedMs = 15_000;
    const got = await send(standIn, { path: V1_CHAT, body });
    expect([got.status, got.headers['retry-after'], got.headers['retry-after-ms']]).toEqual([
      429,
      '45',
      '45000',
    ]);
    expect(JSON.parse(got.text)).toEqual({
      error: {
        code: '429',
        message:
          'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version v1 have ' +
          `exceeded ${kind} rate limit of your current OpenAI S0 pricing tier. Please retry after 45 ` +
          'seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further ' +
          'increase the default rate limit.',
      },
    });
    passedMs = 60_000;
    expect((await send(standIn, { path: V1_CHAT, body })).status).toBe(200);
  },
);

test('the message of a refusal names the dated version of the classic surface', async () => {
  const standIn = await start({ accounts: [ACCOUNT], enforceRateLimits: true });
  const body = chatBody('Hi', { max_completion_tokens: 2000 });
  const [status, json] = await ask(standIn, { path: classic('mini', 'chat/completions'), body });
  expect(status).toBe(429);
  expect(JSON.stringify(json)).toContain('under Azure OpenAI API version 2024-10-21 have exceeded');
});

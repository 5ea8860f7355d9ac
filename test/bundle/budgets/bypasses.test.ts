// Requests that try to cost more than they seem to.
import { expect, test } from 'vitest';
import {
  costOfBill,
  DECOY,
  keyOf,
  MODELS,
  postAs,
  startWithBudget,
  TARIFFS,
} from './budgeted-gateway.ts';
import { answerJson, fakeAzure } from './fake-azure.ts';
import { sendAsAnn, settledMe, spentOf } from './me.ts';

const CHAT = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  max_completion_tokens: 100,
};
const RESPONSE = { model: 'gpt-5.4-mini', input: 'Hello', max_output_tokens: 1000 };

test('each prompt of a completion may fill the context', async () => {
  const gateway = await startWithBudget(6_000_000);
  const prompt = Array.from({ length: 20 }, () => 'word '.repeat(3000));
  const body = { model: 'instruct', prompt, max_tokens: 1 };
  expect((await sendAsAnn(gateway, '/v1/completions', body)).response.status).toBe(429);
  expect(costOfBill(gateway, TARIFFS)).toBe(0n);
});

test('a prompt in tokens is one prompt', async () => {
  const gateway = await startWithBudget(100_000_000);
  const prompt = Array.from({ length: 2000 }, (_, index) => index + 100);
  const body = { model: 'instruct', prompt, max_tokens: 100 };
  expect((await sendAsAnn(gateway, '/v1/completions', body)).response.status).toBe(200);
});

test.each<[string, string, object]>([
  [
    'an item',
    '/v1/responses',
    {
      ...RESPONSE,
      input: [
        { type: 'item_reference', id: 'msg_1' },
        { role: 'user', content: 'x' },
      ],
    },
  ],
  [
    'an answer in sound',
    '/v1/chat/completions',
    { ...CHAT, messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] },
  ],
])('%s that Azure keeps may be as long as the context', async (_, path, body) => {
  const azure = await fakeAzure((response) => {
    answerJson(response, {});
  });
  const gateway = await startWithBudget(2_000_000, { upstream: azure.upstream });
  expect((await sendAsAnn(gateway, path, body)).response.status).toBe(429);
  expect(azure.got).toEqual([]);
});

test('streams that fail before their first word are billed, and count', async () => {
  const gateway = await startWithBudget(2_000_000);
  for (let round = 0; round < 6; round++) {
    const response = await postAs(
      gateway,
      'ann',
      '/v1/chat/completions',
      { ...CHAT, stream: true },
      {
        headers: { 'x-ms-fault': 'error-frame=0', 'x-ms-usage': 'spend=limit' },
      },
    );
    await response.text();
    await settledMe(gateway, 'ann');
  }
  const spent = spentOf(await settledMe(gateway, 'ann'));
  expect(spent).toBeGreaterThanOrEqual(costOfBill(gateway, TARIFFS));
  expect(costOfBill(gateway, TARIFFS)).toBeLessThanOrEqual(2_000_000n);
});

test('a limit above what the model is said to give is lowered', async () => {
  const [model] = MODELS;
  const models = [{ ...model, tokens: { context: 400_000, output: 1000 } }];
  const gateway = await startWithBudget(6_000_000, { models });
  const body = { ...CHAT, max_completion_tokens: 50_000 };
  const { response } = await sendAsAnn(gateway, '/v1/chat/completions', body);
  expect(response.headers.get('x-adapted-parameters')).toBe('max_completion_tokens:1000');
  expect(costOfBill(gateway, TARIFFS)).toBeLessThanOrEqual(6_000_000n);
});

test.each([
  ['that the operator keeps from Azure', { drop: ['max_completion_tokens'] }],
  ['by a name that the model may not know', undefined],
])('a limit %s is sent by the other name', async (_, parameters) => {
  const azure = await fakeAzure((response) => {
    answerJson(response, { choices: [], usage: { prompt_tokens: 10, completion_tokens: 10 } });
  });
  const models = [
    {
      id: 'other',
      model: null,
      price: { input: 751_000, output: 4_507_000 },
      tokens: { context: 128_000, output: 8192 },
      ...(parameters && { parameters }),
    },
  ];
  const gateway = await startWithBudget(1_000_000, { upstream: azure.upstream, models });
  await sendAsAnn(gateway, '/v1/chat/completions', { ...CHAT, model: 'other' });
  const sent = JSON.parse(azure.got[0] ?? '') as Record<string, unknown>;
  expect(sent['max_tokens']).toBeLessThanOrEqual(parameters === undefined ? 100 : 222);
  expect(sent).not.toHaveProperty('max_completion_tokens');
});

test('seconds of a WAV file are those of its header', async () => {
  const gateway = await startWithBudget(3_000_000, {
    models: [{ id: 'whisper', price: { second: 100_000_000 } }],
  });
  const form = new FormData();
  const file = Buffer.alloc(8044);
  file.write('RIFF', 0);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  // 10 bytes a second: 800 seconds.
  file.writeUInt32LE(10, 28);
  form.append('file', new Blob([new Uint8Array(file)]), 'a.wav');
  form.append('model', 'whisper');
  const headers = { authorization: `Bearer ${keyOf('ann')}` };
  const url = `${gateway.url}/v1/audio/transcriptions`;
  expect((await fetch(url, { method: 'POST', headers, body: form })).status).toBe(429);
  form.set('file', new Blob([new Uint8Array(5000)]), 'a.mp3');
  expect((await fetch(url, { method: 'POST', headers, body: form })).status).toBe(403);
});

test.each<[string, string, string]>([
  ['a tier', '/v1/responses', '{"model":"mini","input":"x","service_tier":"priority"}'],
  [
    'a count in too many digits',
    '/v1/chat/completions',
    `{"model":"mini","messages":[],"n":8.${'0'.repeat(66_000)}}`,
  ],
  [
    'a count beyond all bounds',
    '/v1/chat/completions',
    '{"model":"mini","messages":[],"n":9007199254740991}',
  ],
  [
    'a tool of two types',
    '/v1/responses',
    '{"model":"mini","input":"x","tools":[{"type":"web_search","type":"function"}]}',
  ],
  [
    'a long stored prompt',
    '/v1/responses',
    `{"model":"mini","prompt":{"id":"pmpt_1","variables":{"x":"${'a'.repeat(70_000)}"}}}`,
  ],
  [
    'too many tools',
    '/v1/responses',
    `{"model":"mini","input":"x","tools":[${'{"type":"function"},'.repeat(5000)}{}]}`,
  ],
])('%s is refused', async (_, path, body) => {
  const gateway = await startWithBudget(1_000_000_000_000, {
    users: [
      {
        name: 'ann',
        limits: { budget: [{ amount: 1_000_000_000_000, per: 'month' }] },
        accountData: true,
      } as never,
    ],
    limits: { onLedgerFailure: 'allow' },
  });
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('ann')}`, 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'not_metered' } });
  expect(gateway.azure.bill().entries).toEqual([]);
});

test('reasoning that is only in the total counts', async () => {
  const usage = { prompt_tokens: 32, completion_tokens: 9, total_tokens: 351 };
  const azure = await fakeAzure((response) => {
    answerJson(response, { choices: [], usage });
  });
  const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
  const { spent } = await sendAsAnn(gateway, '/v1/chat/completions', {
    ...CHAT,
    max_completion_tokens: 1000,
  });
  expect(spent).toBe(BigInt(32 * 751 + 319 * 4507));
});

test.each(['response.failed', 'nothing'])(
  'usage in a schema does not count where %s ends a stream',
  async (end) => {
    const azure = await fakeAzure((response, body) => {
      const { tools } = JSON.parse(body) as { tools: unknown };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const type of ['response.created', end]) {
        if (type === 'nothing') continue;
        const event = { type, response: { tools, usage: null } };
        response.write(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
    });
    const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
    const body = { ...RESPONSE, stream: true, tools: [DECOY] };
    const { spent } = await sendAsAnn(gateway, '/v1/responses', body);
    expect(spent).toBeGreaterThan(1000n * 4507n);
  },
);

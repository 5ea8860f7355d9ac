// Requests that try to cost more than they seem to, and attempts that must not count against their user.
import { expect, onTestFinished, test } from 'vitest';
import { openSocket } from '../conformance/socket-client.ts';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import {
  costOfBill,
  keyOf,
  MODELS,
  postAs,
  startBudgeted,
  TARIFFS,
  type BudgetedOptions,
} from './budgeted-gateway.ts';
import { answerJson, fakeAzure, fakeAzureSocket } from './fake-azure.ts';
import { settledMe, spentOf } from './me.ts';

const CHAT = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  max_completion_tokens: 100,
};
const RESPONSE = { model: 'gpt-5.4-mini', input: 'Hello', max_output_tokens: 1000 };

async function start(amount: number, options: Partial<BudgetedOptions> = {}) {
  const users = [{ name: 'ann', limits: { budget: [{ amount, per: 'month' as const }] } }];
  const gateway = await startBudgeted({ users, ...options });
  onTestFinished(() => gateway.stop());
  return gateway;
}

async function send(gateway: RunningGateway, path: string, body: object, usage = 'spend=limit') {
  const headers = { 'x-ms-usage': usage };
  const response = await postAs(gateway, 'ann', path, body, { headers });
  await response.text().catch(() => undefined);
  const spent = spentOf(await settledMe(gateway, 'ann'));
  return { response, spent };
}

function openTurns(gateway: RunningGateway) {
  return openSocket(gateway, '/v1/responses', {
    headers: { authorization: `Bearer ${keyOf('ann')}` },
  });
}

test('each prompt of a completion may fill the context', async () => {
  const gateway = await start(6_000_000);
  const prompt = Array.from({ length: 20 }, () => 'word '.repeat(3000));
  const body = { model: 'instruct', prompt, max_tokens: 1 };
  expect((await send(gateway, '/v1/completions', body)).response.status).toBe(429);
  expect(costOfBill(gateway, TARIFFS)).toBe(0n);
});

test('a prompt in tokens is one prompt', async () => {
  const gateway = await start(100_000_000);
  const prompt = Array.from({ length: 2000 }, (_, index) => index + 100);
  const body = { model: 'instruct', prompt, max_tokens: 100 };
  expect((await send(gateway, '/v1/completions', body)).response.status).toBe(200);
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
  const gateway = await start(2_000_000, { upstream: azure.upstream });
  expect((await send(gateway, path, body)).response.status).toBe(429);
  expect(azure.got).toEqual([]);
});

test('streams that fail before their first word are billed, and count', async () => {
  const gateway = await start(2_000_000);
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
  const gateway = await start(6_000_000, { models });
  const body = { ...CHAT, max_completion_tokens: 50_000 };
  const { response } = await send(gateway, '/v1/chat/completions', body);
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
  const gateway = await start(1_000_000, { upstream: azure.upstream, models });
  await send(gateway, '/v1/chat/completions', { ...CHAT, model: 'other' });
  const sent = JSON.parse(azure.got[0] ?? '') as Record<string, unknown>;
  expect(sent['max_tokens']).toBeLessThanOrEqual(parameters === undefined ? 100 : 222);
  expect(sent).not.toHaveProperty('max_completion_tokens');
});

test('seconds of a WAV file are those of its header', async () => {
  const gateway = await start(3_000_000, {
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
  const gateway = await start(1_000_000_000_000, {
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
  const gateway = await start(1_000_000_000, { upstream: azure.upstream });
  const { spent } = await send(gateway, '/v1/chat/completions', {
    ...CHAT,
    max_completion_tokens: 1000,
  });
  expect(spent).toBe(BigInt(32 * 751 + 319 * 4507));
});

/** Its schema has what a careless reader takes for the usage of the answer. */
const DECOY = {
  type: 'function',
  name: 'f',
  parameters: { type: 'object', default: { usage: { input_tokens: 0, output_tokens: 0 } } },
};

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
    const gateway = await start(1_000_000_000, { upstream: azure.upstream });
    const body = { ...RESPONSE, stream: true, tools: [DECOY] };
    const { spent } = await send(gateway, '/v1/responses', body);
    expect(spent).toBeGreaterThan(1000n * 4507n);
  },
);

test('nor does it in a turn that has failed', async () => {
  const azure = await fakeAzureSocket((message) => {
    const { tools } = JSON.parse(message) as { tools: unknown };
    return ['response.created', 'response.failed'].map((type) => ({
      type,
      response: { tools, usage: null },
    }));
  });
  const gateway = await start(1_000_000_000, { upstream: azure.upstream });
  const { socket, until } = await openTurns(gateway);
  socket.send(JSON.stringify({ type: 'response.create', ...RESPONSE, tools: [DECOY] }));
  await until('response.failed');
  expect(spentOf(await settledMe(gateway, 'ann'))).toBeGreaterThan(1000n * 4507n);
});

test('a message of two types, or of an unknown one, does not pass the meter', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await start(1_000_000_000, { upstream: azure.upstream });
  const { socket, nextEvent } = await openTurns(gateway);
  for (const message of [
    '{"type":"response.create","model":"mini","input":"x","type":"x"}',
    '{"Type":"response.create","model":"mini","input":"x"}',
    '{"type":"response.do","model":"mini","input":"x"}',
  ]) {
    socket.send(message);
    expect(await nextEvent()).toMatchObject({ status: 403, error: { code: 'not_metered' } });
  }
  expect(azure.got).toEqual([]);
});

test('a lane has one turn at a time', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await start(1_000_000_000, { upstream: azure.upstream });
  const { socket, nextEvent } = await openTurns(gateway);
  const turn = JSON.stringify({ type: 'response.create', ...RESPONSE });
  socket.send(turn);
  socket.send(turn);
  expect(await nextEvent()).toMatchObject({ error: { code: 'too_many_concurrent_requests' } });
});

test('a turn that the content filter refuses counts', async () => {
  const gateway = await start(1_000_000_000);
  const { socket, nextEvent } = await openTurns(gateway);
  socket.send(
    JSON.stringify({ type: 'response.create', ...RESPONSE, input: 'filter-this-prompt' }),
  );
  await nextEvent();
  const spent = spentOf(await settledMe(gateway, 'ann'));
  expect(costOfBill(gateway, TARIFFS)).toBeGreaterThan(0n);
  expect(spent).toBeGreaterThanOrEqual(costOfBill(gateway, TARIFFS));
});

test('a socket that ends at once leaves no reservation behind', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await start(1_000_000_000, { upstream: azure.upstream });
  const { socket } = await openTurns(gateway);
  socket.send(JSON.stringify({ type: 'response.create', ...RESPONSE }));
  socket.close();
  const { limits } = await settledMe(gateway, 'ann');
  expect(limits[0]?.reserved).toBe('0');
});

const TWO_ACCOUNTS = {
  BACKENDS: JSON.stringify(
    ['one', 'two'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify({ one: AZURE_KEY, two: AZURE_KEY }),
};

test('a second attempt is not refused by the limits that the first one uses up', async () => {
  const azure = await fakeAzure((response, _, number) => {
    if (number === 1) response.socket?.destroy();
    else answerJson(response, { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
  });
  const gateway = await start(1_000_000_000, {
    upstream: azure.upstream,
    bindings: TWO_ACCOUNTS,
    users: [
      {
        name: 'ann',
        limits: {
          budget: [{ amount: 1_000_000_000, per: 'month' }],
          concurrentRequests: 1,
          requestsPerMinute: 1,
        },
      },
    ],
  });
  const { response, spent } = await send(gateway, '/v1/chat/completions', CHAT);
  expect(response.status).toBe(200);
  const me = await settledMe(gateway, 'ann');
  expect(me.usage?.totals['requests']).toBe(1);
  // Azure may have worked on the first attempt, so it counts in full; the log has both.
  const { nanodollars = 0 } = await gateway.logged(({ user }) => user === 'ann');
  expect(spent).toBe(BigInt(nanodollars));
  expect(spent).toBeGreaterThan(BigInt(100 * 4507));
});

test('an answer that is not text is under way until its end', async () => {
  const azure = await fakeAzure((response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    response.write('x');
  });
  const gateway = await startBudgeted({
    upstream: azure.upstream,
    models: [{ id: 'tts', price: { character: 15_000_011 } }],
    users: [{ name: 'ann', limits: { concurrentRequests: 1 } }],
  });
  onTestFinished(() => gateway.stop());
  const abort = new AbortController();
  const body = { model: 'tts', input: 'x', voice: 'alloy' };
  const first = await postAs(gateway, 'ann', '/v1/audio/speech', body, { signal: abort.signal });
  expect(first.status).toBe(200);
  expect((await postAs(gateway, 'ann', '/v1/audio/speech', body)).status).toBe(429);
  abort.abort();
});

// Every API: what the ledger has for a request is what Azure billed, to the nano-dollar.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import {
  costOfBill,
  keyOf,
  MODELS,
  postAs,
  startBudgeted,
  TARIFFS,
  type Tariff,
} from './budgeted-gateway.ts';
import { settledMe, spentOf } from './me.ts';

const ACCOUNT = {
  subdomain: 'acc',
  keys: [AZURE_KEY],
  deployments: [
    { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' },
    { name: 'instruct', model: 'gpt-35-turbo-instruct', version: '0914' },
    { name: 'text-embedding-3-small', model: 'text-embedding-3-small', version: '1' },
    { name: 'gpt-image-1.5', model: 'gpt-image-1.5', version: '2025-12-16' },
    { name: 'dall-e-3', model: 'dall-e-3', version: '3.0' },
    { name: 'gpt-4o-mini-transcribe', model: 'gpt-4o-mini-transcribe', version: '2025-12-15' },
    { name: 'whisper', model: 'whisper', version: '001' },
    { name: 'tts', model: 'tts', version: '001' },
    { name: 'gpt-4o-mini-tts', model: 'gpt-4o-mini-tts', version: '2025-12-15' },
  ],
};

const ALL_TARIFFS: Readonly<Record<string, Tariff>> = {
  ...TARIFFS,
  'gpt-image-1.5': { input: 5_011_000, inputImage: 8_017_000, outputImage: 32_023_000 },
  'dall-e-3': { pictures: 80_000_000_003 },
  'gpt-4o-mini-transcribe': { input: 1_250_000, inputAudio: 3_001_000, output: 5_003_000 },
  whisper: { seconds: 100_000_007 },
  tts: { characters: 15_000_011 },
  'gpt-4o-mini-tts': { input: 600_000, outputAudio: 12_007_000 },
};

const MORE_MODELS = [
  {
    id: 'gpt-image-1.5',
    price: { input: 5_011_000, inputImage: 8_017_000, outputImage: 32_023_000 },
    tokens: { context: 32_000, output: 6240 },
  },
  { id: 'dall-e-3', price: { image: 80_000_000_003 } },
  {
    id: 'gpt-4o-mini-transcribe',
    price: { input: 1_250_000, inputAudio: 3_001_000, output: 5_003_000 },
    tokens: { context: 16_000, output: 2000 },
  },
  { id: 'whisper', price: { second: 100_000_007 } },
  { id: 'tts', price: { character: 15_000_011 } },
  {
    id: 'gpt-4o-mini-tts',
    price: { input: 600_000, outputAudio: 12_007_000 },
    tokens: { context: 2000, output: 16_000 },
  },
];

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startBudgeted({
    accounts: [ACCOUNT],
    models: [...MODELS, ...MORE_MODELS],
    users: [{ name: 'eve', limits: { budget: [{ amount: 900_000_000_000_000, per: 'total' }] } }],
  });
});
afterAll(() => gateway.stop());

const chat = (extra: object = {}, model = 'gpt-5.4-mini') => ({
  model,
  messages: [{ role: 'user', content: 'How are you?' }],
  ...extra,
});

const USAGE = 'reasoning=31; cached=5; input=40';

test.each<[string, string, object, string?]>([
  ['chat', '/v1/chat/completions', chat()],
  ['chat with cached input and reasoning', '/v1/chat/completions', chat(), USAGE],
  [
    'chat to the limit',
    '/v1/chat/completions',
    chat({ max_completion_tokens: 300 }),
    'spend=limit',
  ],
  [
    'several answers',
    '/v1/chat/completions',
    chat({ n: 3, max_completion_tokens: 50 }),
    'spend=limit',
  ],
  ['a chat stream', '/v1/chat/completions', chat({ stream: true }), USAGE],
  [
    'a chat stream with usage',
    '/v1/chat/completions',
    chat({ stream: true, stream_options: { include_usage: true } }),
    USAGE,
  ],
  [
    'a model whose writes to the cache cost',
    '/v1/chat/completions',
    chat({}, 'gpt-4o'),
    'input=2000; cached=100; cache-write=1900',
  ],
  [
    'completions',
    '/v1/completions',
    { model: 'instruct', prompt: 'Once', max_tokens: 40 },
    'spend=limit',
  ],
  [
    'a completion stream',
    '/v1/completions',
    { model: 'instruct', prompt: 'Once', stream: true, max_tokens: 40 },
    'spend=limit',
  ],
  [
    'embeddings',
    '/v1/embeddings',
    { model: 'text-embedding-3-small', input: ['one', 'two words'] },
  ],
  ['a response', '/v1/responses', { model: 'gpt-5.4-mini', input: 'Hello' }, USAGE],
  [
    'a response stream',
    '/v1/responses',
    { model: 'gpt-5.4-mini', input: 'Hello', stream: true, max_output_tokens: 60 },
    'spend=limit',
  ],
  [
    'a picture',
    '/v1/images/generations',
    { model: 'gpt-image-1.5', prompt: 'a cat', quality: 'low', n: 2 },
  ],
  [
    'a picture stream',
    '/v1/images/generations',
    { model: 'gpt-image-1.5', prompt: 'a cat', quality: 'low', stream: true, partial_images: 2 },
  ],
  ['a picture by the piece', '/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat' }],
  [
    'speech by the character',
    '/v1/audio/speech',
    { model: 'tts', input: 'Good morning, 世界', voice: 'alloy' },
  ],
  [
    'a speech stream',
    '/v1/audio/speech',
    { model: 'gpt-4o-mini-tts', input: 'Hello', voice: 'alloy', stream_format: 'sse' },
  ],
])('%s', async (_, path, body, usage) => {
  const [billed, spent] = await amounts();
  const response = await postAs(gateway, 'eve', path, body, {
    headers: usage === undefined ? {} : { 'x-ms-usage': usage },
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  const [billedAfter, spentAfter] = await amounts();
  expect(billedAfter - billed).toBeGreaterThan(0n);
  expect(spentAfter - spent).toBe(billedAfter - billed);
});

test.each<[string, string, Record<string, string>, string?]>([
  ['a transcript', '/v1/audio/transcriptions', { model: 'gpt-4o-mini-transcribe' }, 'audio-in=30'],
  [
    'a transcript stream',
    '/v1/audio/transcriptions',
    { model: 'gpt-4o-mini-transcribe', stream: 'true' },
    'audio-in=30',
  ],
  [
    'a transcript by the second',
    '/v1/audio/transcriptions',
    { model: 'whisper', response_format: 'verbose_json' },
  ],
])('%s', async (_, path, fields, usage) => {
  const [billed, spent] = await amounts();
  const form = new FormData();
  form.append('file', new Blob([wav()], { type: 'audio/wav' }), 'a.wav');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('eve')}`, ...(usage && { 'x-ms-usage': usage }) },
    body: form,
  });
  expect(response.status).toBe(200);
  await response.text();
  const [billedAfter, spentAfter] = await amounts();
  expect(billedAfter - billed).toBeGreaterThan(0n);
  expect(spentAfter - spent).toBe(billedAfter - billed);
});

/** Some nine seconds at 1,000 bytes a second. */
function wav(): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(9000);
  file.write('RIFF', 0);
  file.writeUInt32LE(8992, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(1000, 24);
  file.writeUInt32LE(1000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(8956, 40);
  return new Uint8Array(file);
}

/** What was billed, and what is in the ledger. */
async function amounts(): Promise<readonly [bigint, bigint]> {
  const me = await settledMe(gateway, 'eve');
  return [costOfBill(gateway, ALL_TARIFFS), spentOf(me)];
}

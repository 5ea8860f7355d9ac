// The pace of answers: how many events there are and in how many writes they come.
import { expect, test } from 'vitest';
import { chatBody, parseEvents, send, start, V1_CHAT, type Got } from '../client.ts';

const STREAM = chatBody('Hi', { stream: true });

async function paced(pace: string, body = STREAM): Promise<Got> {
  return send(await start(), { path: V1_CHAT, body, headers: { 'x-ms-pace': pace } });
}

function contentOf(got: Got): readonly unknown[] {
  return parseEvents(got.text).flatMap((event) => {
    const { choices = [] } = event as { choices?: { delta: { content?: string } }[] };
    return choices.map(({ delta }) => delta.content);
  });
}

test('every event is a write of its own without a pace', async () => {
  const got = await send(await start(), { path: V1_CHAT, body: STREAM });
  expect(got.pieces.length).toBe(parseEvents(got.text).length);
});

test('events=N is N pieces of text besides the events of every stream', async () => {
  const got = await paced('events=300; size=4');
  const numbers = Array.from({ length: 300 }, (_, index) => `${String(index).padStart(3, '0')} `);
  expect(contentOf(got)).toEqual(['', ...numbers, undefined]);
  expect(parseEvents(got.text).length).toBe(304);
});

test('generated text obeys the token limit and is counted', async () => {
  const got = await paced('events=10', chatBody('Hi', { max_completion_tokens: 2 }));
  expect(JSON.parse(got.text)).toMatchObject({
    choices: [{ finish_reason: 'length', message: { content: '0000000 0000001 ' } }],
    usage: { completion_tokens: 2 },
  });
});

test.each([
  ['burst=2', 4],
  ['burst=0', 1],
  ['burst=100', 1],
  ['interval-ms=1', 7],
  ['interval-ms=1; burst=3', 3],
  ['interval-ms=2; longest-ms=4', 2],
  ['longest-ms=4', 7],
])('%s sends the seven events in %i pieces', async (pace, pieces) => {
  const got = await paced(pace);
  expect(got.pieces.length).toBe(pieces);
  expect(contentOf(got)).toEqual(['', 'You', ' said:', ' Hi', undefined]);
});

test('a generated stream is made for its request: usage, model and faults are its own', async () => {
  const standIn = await start();
  const headers = { 'x-ms-pace': 'events=2' };
  const usage = { stream_options: { include_usage: true } };
  const ask = async (body: object, fault = ''): Promise<string> => {
    const all = fault === '' ? headers : { ...headers, 'x-ms-fault': fault };
    return (await send(standIn, { path: V1_CHAT, body, headers: all })).text;
  };
  const first = await ask(STREAM);
  expect(await ask(STREAM)).toBe(first);
  expect(await ask({ ...STREAM, ...usage })).toContain('"completion_tokens":2');
  expect(await ask({ ...STREAM, model: 'plain' })).toContain('"model":"gpt-4.1-2025-04-14"');
  expect(await ask(STREAM, 'no-opener')).not.toContain('prompt_filter_results');
});

test('completions are generated as well', async () => {
  const body = { model: 'instruct', prompt: 'Hi' };
  const sent = {
    path: '/openai/v1/completions',
    body,
    headers: { 'x-ms-pace': 'events=20; size=3' },
  };
  const { choices } = JSON.parse((await send(await start(), sent)).text) as {
    choices: { text: string }[];
  };
  expect(choices[0]?.text).toBe(
    Array.from({ length: 20 }, (_, index) => `${String(index).padStart(2, '0')} `).join(''),
  );
});

test('the server may have a pace of its own, which a request can change', async () => {
  const standIn = await start({ pace: 'burst=0' });
  expect((await send(standIn, { path: V1_CHAT, body: STREAM })).pieces.length).toBe(1);
  const headers = { 'x-ms-pace': 'burst=1' };
  expect((await send(standIn, { path: V1_CHAT, body: STREAM, headers })).pieces.length).toBe(7);
});

test('a server does not start with a pace it cannot read', async () => {
  await expect(start({ pace: 'fast' })).rejects.toThrow(
    "pace: 'fast' is unknown. Known: events, size, interval-ms, burst, longest-ms.",
  );
});

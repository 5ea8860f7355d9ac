// The ends that a stream can come to, and what the client and Azure see of each.
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatBody, startGateway, type RunningGateway } from './running-gateway.ts';
import { sendBySocket } from './send-by-socket.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

function streamed(headers: Record<string, string> = {}, content = 'one two three four') {
  return gateway.post('/v1/chat/completions', chatBody(content, { stream: true }), headers);
}

async function events(response: Response): Promise<readonly string[]> {
  return (await response.text()).split('\n\n').filter((event) => event !== '');
}

test('the opener is dropped and every other event arrives as Azure wrote it', async () => {
  const response = await streamed({ 'x-ms-pace': 'events=300' });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const direct = await fetch(`${gateway.azure.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'api-key': 'the-second-key',
      'content-type': 'application/json',
      'x-ms-pace': 'events=300',
    },
    body: JSON.stringify(chatBody('one two three four', { stream: true })),
  });
  const [opener, ...rest] = (await events(direct)).map(withoutIds);
  expect(opener).toContain('"choices":[]');
  expect((await events(response)).map(withoutIds)).toEqual(rest);
  expect(rest.length).toBeGreaterThan(300);
});

test('a stream of completions opens with a choice as well', async () => {
  const body = { model: 'instruct', prompt: 'Once upon a time', stream: true };
  const direct = await fetch(`${gateway.azure.url}/openai/v1/completions`, {
    method: 'POST',
    headers: { 'api-key': 'the-second-key', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const [opener, ...rest] = (await events(direct)).map(withoutIds);
  expect(opener).toContain('"choices":[]');
  expect((await events(await gateway.post('/v1/completions', body))).map(withoutIds)).toEqual(rest);
});

function withoutIds(event: string): string {
  return event.replace(/"id":"[^"]*"/, '"id":""').replace(/"created":\d+/, '"created":0');
}

test.each(['split-bytes', 'split-utf8', 'merge', 'crlf', 'gzip'])(
  'the same events arrive when Azure writes with %s',
  async (fault) => {
    const plain = await events(await streamed({}, 'naïve 你好'));
    const text = await (await streamed({ 'x-ms-fault': fault }, 'naïve 你好')).text();
    const faulty = text.split(/\r?\n\r?\n/).filter((event) => event !== '');
    expect(faulty.map(withoutIds)).toEqual(plain.map(withoutIds));
  },
);

test('a stream without an opener loses nothing', async () => {
  const plain = await events(await streamed());
  const faulty = await events(await streamed({ 'x-ms-fault': 'no-opener' }));
  expect(faulty.map(withoutIds)).toEqual(plain.map(withoutIds));
});

test.each([
  ['before the first event', 'cut-after-events=0; cut=fin'],
  ['after the opener, of which the client gets nothing,', 'cut-after-events=1; cut=fin'],
])('an upstream cut %s is a 502', async (_, fault) => {
  const response = await streamed({ 'x-ms-fault': fault });
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('"code":"upstream_stream_interrupted"');
});

test.each([
  ['FIN between events', 'cut-after-events=4; cut=fin'],
  ['RST between events', 'cut-after-events=4; cut=reset'],
  ['FIN after the first word', 'cut-after-events=2; cut=fin'],
])('an upstream cut by %s ends in an error event, which the SDK raises', async (_, fault) => {
  const { text, isBroken } = await readToEnd(await streamed({ 'x-ms-fault': fault }));
  expect(isBroken).toBe(true);
  expect(text).not.toContain('[DONE]');
  const last = text.trim().split('\n\n').at(-1) ?? '';
  expect(JSON.parse(last.replace('data: ', ''))).toMatchObject({
    error: { type: 'server_error', code: 'upstream_stream_interrupted' },
  });
  const stream = await gateway
    .openai({ headers: { 'x-ms-fault': fault } })
    .chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'one two three four' }],
      stream: true,
    });
  await expect(Array.fromAsync(stream)).rejects.toThrow('broke off');
  await gateway.logged(({ outcome }) => outcome === 'upstream_cut');
});

test('an upstream cut inside an event is an error to the SDK as well', async () => {
  const stream = await gateway
    .openai({ headers: { 'x-ms-fault': 'cut-after-bytes=1200; cut=reset' } })
    .chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'one two three four' }],
      stream: true,
    });
  await expect(Array.fromAsync(stream)).rejects.toThrow();
});

test('an error event of Azure passes through', async () => {
  const text = await (await streamed({ 'x-ms-fault': 'error-frame=2' })).text();
  expect(text).toContain('data: {"error"');
  expect(text).not.toContain('upstream_stream_interrupted');
});

test('a client that resets before any answer ends the request to Azure', async () => {
  const before = gateway.azure.requests.length;
  const socket = sendBySocket(gateway, ['x-ms-fault: slow-headers']);
  await expect.poll(() => gateway.azure.requests.length).toBe(before + 1);
  socket.resetAndDestroy();
  expect(await gateway.azure.requests[before]?.ended).toBe('client-left');
  await gateway.logged(({ error }) => error === 'client_closed_request');
});

test('a client that resets in the middle ends the request to a silent Azure', async () => {
  const socket = sendBySocket(gateway, ['x-ms-fault: stall-after=3'], { stream: true });
  const received = gateway.azure.requests.length;
  await once(socket, 'data');
  socket.resetAndDestroy();
  expect(await gateway.azure.requests[received]?.ended).toBe('client-left');
  await gateway.logged(({ outcome }) => outcome === 'client_left');
});

test('a client that only closes its side ends the request at the next write', async () => {
  const received = gateway.azure.requests.length;
  const socket = sendBySocket(gateway, ['x-ms-pace: events=100000; interval-ms=1'], {
    stream: true,
  });
  await once(socket, 'data');
  socket.destroy();
  expect(await gateway.azure.requests[received]?.ended).toBe('client-left');
});

test('events reach the client while Azure is still writing', async () => {
  const response = await streamed({ 'x-ms-fault': 'stall-after=3; hold=third' });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('"content":"')) text += (await reader?.read())?.value ?? '';
  expect(text).not.toContain('[DONE]');
  gateway.azure.release('third');
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
    text += next.value;
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
});

test('removes chunks without a delta although the deployment is not declared to have the asynchronous filter', async () => {
  const asynchronous = await events(
    await streamed({ 'x-ms-fault': 'async-filter' }, 'one two three four five six seven'),
  );
  const chunks = asynchronous.filter((event) => event.startsWith('data: {'));
  expect(chunks.length).toBeGreaterThan(7);
  for (const chunk of chunks) expect(chunk).toContain('"delta":');
  expect(asynchronous.at(-1)).toBe('data: [DONE]');
});

/** The text of an answer, and whether it was broken off. */
async function readToEnd(response: Response) {
  const decoder = new TextDecoder();
  let text = '';
  try {
    const chunks: AsyncIterable<Uint8Array> | readonly [] = response.body ?? [];
    for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
    return { text, isBroken: false };
  } catch {
    return { text, isBroken: true };
  }
}

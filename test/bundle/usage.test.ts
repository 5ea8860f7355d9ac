// Tokens in the log line, with the uploaded bytes in their runtime and the SDK in front of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatBody, startGateway, STACK_BINDINGS, type RunningGateway } from './running-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ bindings: { ...STACK_BINDINGS, SETTINGS: '{"usage":true}' } });
});
afterAll(() => gateway.stop());

const MESSAGES = [{ role: 'user' as const, content: 'one two three four' }];

/** The log line of an answer. */
async function lineOf(response: Response) {
  const id = response.headers.get('x-request-id');
  return gateway.logged((line) => line.id === id);
}

test('the tokens of a chat stream are logged, and sent to the client only on request', async () => {
  const { data, response } = await gateway
    .openai()
    .chat.completions.create({ model: 'gpt-5.4-mini', messages: MESSAGES, stream: true })
    .withResponse();
  const chunks = await Array.fromAsync(data);
  expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
  const counted = await Array.fromAsync(
    await gateway.openai().chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
    }),
  );
  const usage = counted.at(-1)?.usage;
  expect(usage?.prompt_tokens).toBeGreaterThan(0);
  expect(await lineOf(response)).toMatchObject({
    outcome: 'complete',
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
  });
});

test('the tokens of a Responses stream are logged', async () => {
  const { data, response } = await gateway
    .openai()
    .responses.create({ model: 'gpt-5.4-mini', input: 'one two three', stream: true })
    .withResponse();
  const last = (await Array.fromAsync(data)).at(-1);
  if (last?.type !== 'response.completed') throw new Error('the response is not complete');
  expect(last.response.usage?.input_tokens).toBeGreaterThan(0);
  expect(await lineOf(response)).toMatchObject({
    outcome: 'complete',
    inputTokens: last.response.usage?.input_tokens,
    outputTokens: last.response.usage?.output_tokens,
  });
});

test.each(['', 'gzip'])(
  'the tokens of answers that are not streams are logged: %s',
  async (fault) => {
    const headers = { 'x-ms-fault': fault };
    const chat = await gateway.post('/v1/chat/completions', chatBody('one two three'), headers);
    const { usage } = (await chat.json()) as { usage: Record<string, number> };
    expect(await lineOf(chat)).toMatchObject({
      outcome: 'complete',
      inputTokens: usage['prompt_tokens'],
      outputTokens: usage['completion_tokens'],
    });
    const body = { model: 'text-embedding-3-small', input: 'one two three' };
    const embeddings = await gateway.post('/v1/embeddings', body, headers);
    const answer = (await embeddings.json()) as { usage: Record<string, number> };
    expect(await lineOf(embeddings)).toMatchObject({ inputTokens: answer.usage['prompt_tokens'] });
  },
);

test('an answer whose end is missing is not taken for a whole one', async () => {
  const response = await gateway.post('/v1/chat/completions', chatBody('hi'), {
    'x-ms-fault': 'wrong-length',
  });
  await expect(response.text()).rejects.toThrow();
  expect(await lineOf(response)).toMatchObject({ outcome: 'upstream_cut' });
});

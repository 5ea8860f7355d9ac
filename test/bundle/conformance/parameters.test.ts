// What the gateway changes on purpose, end to end: parameters that a model refuses, chunks that
// clients crash on; what it must not change: forms with repeated fields; and what it closes.
import { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { collect } from './case.ts';
import {
  CLIENT_KINDS,
  PLAIN_KEY,
  recordingClient,
  startConformanceGateway,
} from './conformance-gateway.ts';

const messages = [{ role: 'user' as const, content: 'Say 你好 back' }];
const refused = { max_tokens: 50, temperature: 0.2, top_p: 0.5 };

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

/** The newest request at Azure. */
function received() {
  return gateway.azure.requests.at(-1);
}

describe.each(CLIENT_KINDS)('%s', (kind) => {
  test('a reasoning model gets the parameters that it takes, as its answer shows', async () => {
    const { client, sent } = recordingClient(gateway, kind);
    const { data, response } = await client.chat.completions
      .create({ model: 'gpt-5-mini', messages, ...refused })
      .withResponse();
    expect(data.choices[0]?.message.content).toContain('Say 你好 back');
    expect(response.headers.get('x-adapted-parameters')).toBe(
      'max_tokens=max_completion_tokens, -temperature, -top_p',
    );
    expect(JSON.parse(sent[0]?.body.toString() ?? '')).toMatchObject(refused);
    expect(JSON.parse(received()?.body.toString() ?? '')).toEqual({
      model: 'gpt-5-mini',
      messages,
      max_completion_tokens: 50,
    });
  });

  test('a model that takes them all gets the very bytes', async () => {
    const { client, sent } = recordingClient(gateway, kind);
    const { response } = await client.chat.completions
      .create({ model: 'gpt-4o', messages, ...refused })
      .withResponse();
    expect(response.headers.has('x-adapted-parameters')).toBe(false);
    expect(received()?.body.toString()).toBe(sent[0]?.body.toString());
  });

  test('the format of an image is not passed to a model that only knows base64', async () => {
    const { client } = recordingClient(gateway, kind);
    const request = { model: 'gpt-image-2', prompt: 'A 猫', response_format: 'b64_json' } as const;
    const { data, response } = await client.images.generate(request).withResponse();
    expect(data.data).toEqual([{ b64_json: expect.any(String) as unknown }]);
    expect(response.headers.get('x-adapted-parameters')).toBe('-response_format');
  });

  test('the chunks of an asynchronous filter all have a delta, and usage arrives', async () => {
    const { client } = recordingClient(gateway, kind);
    const stream = await client.chat.completions.create(
      {
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'one two three four five six seven eight nine' }],
        stream: true,
        stream_options: { include_usage: true },
      },
      { headers: { 'x-ms-fault': 'async-filter' } },
    );
    const chunks = await collect(stream);
    const choices = chunks.flatMap((chunk) => chunk.choices);
    expect(choices.filter((choice) => !('delta' in choice))).toEqual([]);
    expect(choices.map(({ delta }) => delta.content ?? '').join('')).toContain(
      'one two three four five six seven eight nine',
    );
    expect(choices.at(-1)?.finish_reason).toBe('stop');
    expect(chunks[0]?.choices).toHaveLength(1);
    const { choices: none, usage } = chunks.at(-1) ?? {};
    expect([none, usage]).toEqual([
      [],
      expect.objectContaining({ total_tokens: expect.any(Number) as unknown }),
    ]);
  });

  test('the repeated fields of a form survive another name of its model', async () => {
    const { client, sent } = recordingClient(gateway, kind);
    await client.audio.transcriptions.create({
      model: 'listener',
      file: await toFile(Buffer.from('RIFF memo'), 'memo.wav'),
      include: ['logprobs', 'logprobs'],
      timestamp_granularities: ['word', 'segment'],
    });
    const fields = (body: Buffer | undefined) => body?.toString().match(/name="[^"]+"\r\n\r\n.*/g);
    const expected = fields(sent.at(-1)?.body)?.map((field) =>
      field.replace('listener', 'gpt-4o-mini-transcribe'),
    );
    expect(expected?.filter((field) => field.startsWith('name="timestamp'))).toHaveLength(2);
    expect(fields(received()?.body)).toEqual(expected);
  });

  test.each(['files', 'batches', 'vector_stores', 'fine_tuning/jobs', 'files/file-1/content'])(
    '%s is closed to a user without accountData, and Azure is not called',
    async (path) => {
      const before = gateway.azure.requests.length;
      const { client } = recordingClient(gateway, kind, PLAIN_KEY);
      await expect(client.get(`/${path}`)).rejects.toMatchObject({
        status: 403,
        code: 'account_data_closed',
        type: 'permission_error',
      });
      expect(gateway.azure.requests).toHaveLength(before);
    },
  );
});

test('the stand-in refuses those parameters, and sends such chunks', async () => {
  const { url } = gateway.azure;
  const headers = { 'api-key': AZURE_KEY, 'content-type': 'application/json' };
  const ask = async (body: object, more: Record<string, string> = {}) =>
    fetch(`${url}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify({ messages, ...body }),
    });
  expect((await ask({ model: 'gpt-5-mini', ...refused })).status).toBe(400);
  const answer = await ask({ model: 'gpt-4o', stream: true }, { 'x-ms-fault': 'async-filter' });
  const chunks = (await answer.text()).match(/(?<=^data: )\{.*$/gm) ?? [];
  const choices = chunks.flatMap(
    (chunk) => (JSON.parse(chunk) as { choices: readonly object[] }).choices,
  );
  expect(choices.filter((choice) => !('delta' in choice)).length).toBeGreaterThan(0);
});

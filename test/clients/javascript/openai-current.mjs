// openai-node 7: OpenAI, AzureOpenAI, and the helpers around them.
import OpenAI, { AzureOpenAI, toFile } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import {
  all,
  BASE,
  CUT,
  DATA_KEY,
  fails,
  has,
  KEY,
  ONCE_429,
  ORIGIN,
  run,
  same,
  STRICT_MODEL,
  TLS_ORIGIN,
  wav,
  WEATHER,
} from './checks.mjs';

const model = 'gpt-5.4-mini';
const client = new OpenAI({ baseURL: BASE, apiKey: KEY, maxRetries: 0 });
const data = new OpenAI({ baseURL: BASE, apiKey: DATA_KEY, maxRetries: 0 });
const azure = new AzureOpenAI({
  endpoint: ORIGIN,
  apiKey: KEY,
  apiVersion: '2024-10-21',
  maxRetries: 0,
});
const user = (content) => [{ role: 'user', content }];
const faulty = (headers) => ({ headers });

await run({
  async models() {
    const names = (await all(client.models.list())).map(({ id }) => id);
    same(names.includes(model), true);
  },
  async chat() {
    for (const one of [client, azure]) {
      const answer = await one.chat.completions.create({ model, messages: user('[chat]') });
      has(answer.choices[0].message.content, '[chat]');
    }
  },
  async 'chat-stream'() {
    for (const one of [client, azure]) {
      const stream = one.chat.completions.stream({ model, messages: user('[chat-stream]') });
      has((await stream.finalMessage()).content, '[chat-stream]');
    }
  },
  async 'chat-tools'() {
    const tools = [{ type: 'function', function: { name: 'weather', parameters: WEATHER } }];
    const messages = user('[chat-tools]');
    const first = await client.chat.completions.create({ model, messages, tools });
    const { message } = first.choices[0];
    const [call] = message.tool_calls;
    has(call.function.arguments, '[chat-tools]');
    messages.push(message, { role: 'tool', tool_call_id: call.id, content: 'sunny' });
    const second = await client.chat.completions.create({ model, messages });
    has(second.choices[0].message.content, 'sunny');
  },
  async 'chat-defaults'() {
    const answer = await client.chat.completions.create({
      model: STRICT_MODEL,
      messages: user('[chat-defaults]'),
      temperature: 1,
      top_p: 1,
      presence_penalty: 0,
      frequency_penalty: 0,
    });
    has(answer.choices[0].message.content, '[chat-defaults]');
  },
  async 'chat-cut'() {
    await fails(async () =>
      all(
        await client.chat.completions.create(
          { model, messages: user('[chat-cut] '.repeat(20)), stream: true },
          faulty(CUT),
        ),
      ),
    );
  },
  async responses() {
    const answer = await client.responses.create({ model, input: '[responses]' });
    has(answer.output_text, '[responses]');
  },
  async 'responses-stream'() {
    const stream = client.responses.stream({ model, input: '[responses-stream]' });
    has((await stream.finalResponse()).output_text, '[responses-stream]');
  },
  async 'responses-defaults'() {
    const answer = await client.responses.create({
      model: STRICT_MODEL,
      input: '[responses-defaults]',
      temperature: 1,
      top_p: 1,
    });
    has(answer.output_text, '[responses-defaults]');
  },
  async 'responses-cut'() {
    await fails(async () =>
      all(
        await client.responses.create(
          { model, input: '[responses-cut] '.repeat(20), stream: true },
          faulty(CUT),
        ),
      ),
    );
  },
  async 'background-resume'() {
    const stream = await client.responses.create({
      model,
      input: '[background-resume]',
      background: true,
      stream: true,
    });
    let last;
    for await (const event of stream) {
      last = event;
      if (event.sequence_number >= 1) break;
    }
    const { id } = last.response;
    const rest = await all(
      await client.responses.retrieve(id, {
        stream: true,
        starting_after: last.sequence_number,
      }),
    );
    same(rest[0].sequence_number, last.sequence_number + 1);
    same(rest.at(-1).type, 'response.completed');
  },
  async embeddings() {
    for (const one of [client, azure]) {
      const answer = await one.embeddings.create({
        model: 'text-embedding-3-small',
        input: '[embeddings]',
      });
      same(answer.data[0].embedding.length, 1536);
    }
  },
  async image() {
    const answer = await client.images.generate({ model: 'gpt-image-2', prompt: '[image]' });
    has(Buffer.from(answer.data[0].b64_json, 'base64').toString('latin1'), 'PNG');
  },
  async transcription() {
    const file = await toFile(wav(), 'tone.wav');
    const answer = await client.audio.transcriptions.create({ model: 'whisper-1', file });
    has(answer.text, 'tone.wav');
  },
  async speech() {
    const answer = await client.audio.speech.create({
      model: 'tts-1',
      voice: 'alloy',
      input: '[speech]',
      response_format: 'wav',
    });
    has(Buffer.from(await answer.arrayBuffer()).toString('latin1'), 'RIFF');
  },
  async realtime() {
    // It always uses wss.
    const one = new OpenAI({ baseURL: `${TLS_ORIGIN}/v1`, apiKey: KEY });
    const socket = new OpenAIRealtimeWS({ model: 'gpt-realtime-1.5' }, one);
    const text = await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('response.output_text.done', (event) => resolve(event.text));
      socket.on('session.created', () => {
        socket.send({
          type: 'session.update',
          session: { type: 'realtime', output_modalities: ['text'] },
        });
        socket.send({
          type: 'conversation.item.create',
          item: {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: '[realtime]' }],
          },
        });
        socket.send({ type: 'response.create' });
      });
    });
    socket.close();
    has(text, '[realtime]');
  },
  async batch() {
    const line = {
      custom_id: '1',
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'gpt-5.4-batch', messages: user('[batch]') },
    };
    const file = await toFile(Buffer.from(JSON.stringify(line)), 'a.jsonl');
    const sent = await data.files.create({ file, purpose: 'batch' });
    let made = await data.batches.create({
      input_file_id: sent.id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    for (let look = 0; look < 50 && made.status !== 'completed'; look++) {
      same(typeof made.created_at, 'number');
      made = await data.batches.retrieve(made.id);
    }
    has(await (await data.files.content(made.output_file_id)).text(), '[batch]');
  },
  async 'wrong-key'() {
    const one = client.withOptions({ apiKey: 'sk-wrong' });
    const error = await fails(() => one.chat.completions.create({ model, messages: user('hi') }));
    same(error.status, 401);
    same(error.code, 'invalid_api_key');
  },
  async retry() {
    const answer = await client.chat.completions.create(
      { model, messages: user('[retry]') },
      { maxRetries: 2, ...faulty(ONCE_429) },
    );
    has(answer.choices[0].message.content, '[retry]');
  },
});

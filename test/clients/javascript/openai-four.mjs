// openai-node 4.
import OpenAI, { AzureOpenAI, toFile } from 'openai';
import { all, BASE, CUT, fails, has, KEY, ORIGIN, run, same, wav } from './checks.mjs';

const model = 'gpt-4o-mini';
const client = new OpenAI({ baseURL: BASE, apiKey: KEY, maxRetries: 0 });
const azure = new AzureOpenAI({ endpoint: ORIGIN, apiKey: KEY, apiVersion: '2024-10-21' });
const user = (content) => [{ role: 'user', content }];

await run({
  async chat() {
    for (const one of [client, azure]) {
      const answer = await one.chat.completions.create({
        model,
        messages: user('[chat]'),
        temperature: 0.5,
        max_tokens: 500,
      });
      has(answer.choices[0].message.content, '[chat]');
    }
  },
  async 'chat-stream'() {
    for (const one of [client, azure]) {
      const stream = await one.chat.completions.create({
        model,
        messages: user('[chat-stream]'),
        stream: true,
      });
      const text = (await all(stream)).map((c) => c.choices[0]?.delta?.content ?? '').join('');
      has(text, '[chat-stream]');
    }
  },
  async 'chat-cut'() {
    await fails(async () =>
      all(
        await client.chat.completions.create(
          { model, messages: user('[chat-cut] '.repeat(20)), stream: true },
          { headers: CUT },
        ),
      ),
    );
  },
  async responses() {
    const answer = await client.responses.create({ model, input: '[responses]' });
    has(answer.output_text, '[responses]');
  },
  async embeddings() {
    const answer = await client.embeddings.create({
      model: 'text-embedding-ada-002',
      input: '[embeddings]',
    });
    same(answer.data[0].embedding.length, 1536);
  },
  async transcription() {
    const file = await toFile(wav(), 'tone.wav');
    const answer = await client.audio.transcriptions.create({ model: 'whisper-1', file });
    has(answer.text, 'tone.wav');
  },
  async 'wrong-key'() {
    const one = new OpenAI({ baseURL: BASE, apiKey: 'sk-wrong', maxRetries: 0 });
    const error = await fails(() => one.chat.completions.create({ model, messages: user('hi') }));
    same(error.status, 401);
  },
});

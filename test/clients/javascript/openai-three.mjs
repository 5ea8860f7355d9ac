// openai-node 3, which is axios underneath; Azure users of the time set its basePath and headers.
import { Configuration, OpenAIApi } from 'openai';
import { BASE, fails, has, KEY, ORIGIN, run, same } from './checks.mjs';

const model = 'gpt-3.5-turbo';
const client = new OpenAIApi(new Configuration({ basePath: BASE, apiKey: KEY }));
const azure = new OpenAIApi(
  new Configuration({
    basePath: `${ORIGIN}/openai/deployments/${model}`,
    baseOptions: { headers: { 'api-key': KEY }, params: { 'api-version': '2023-05-15' } },
  }),
);
const user = (content) => [{ role: 'user', content }];

await run({
  async chat() {
    for (const one of [client, azure]) {
      const { data } = await one.createChatCompletion({
        model,
        messages: user('[chat]'),
        max_tokens: 500,
        temperature: 0.7,
      });
      has(data.choices[0].message.content, '[chat]');
    }
  },
  async 'chat-stream'() {
    const { data } = await client.createChatCompletion(
      { model, messages: user('[chat-stream]'), stream: true },
      { responseType: 'stream' },
    );
    let text = '';
    for await (const bytes of data) text += bytes;
    has(text, 'data: [DONE]');
    has(text, 'stream');
  },
  async embeddings() {
    const { data } = await client.createEmbedding({
      model: 'text-embedding-ada-002',
      input: '[embeddings]',
    });
    same(data.data[0].embedding.length, 1536);
  },
  async 'wrong-key'() {
    const one = new OpenAIApi(new Configuration({ basePath: BASE, apiKey: 'sk-wrong' }));
    await fails(() => one.createChatCompletion({ model, messages: user('hi') }), '401');
  },
});

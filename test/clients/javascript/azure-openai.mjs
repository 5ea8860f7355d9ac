// @azure/openai 1, Azure's own SDK before it became a companion of openai-node.
import { AzureKeyCredential, OpenAIClient } from '@azure/openai';
import { all, CUT, fails, has, KEY, ORIGIN, run, STRICT_MODEL } from './checks.mjs';

const model = 'gpt-5.4-mini';
const connect = (key) =>
  new OpenAIClient(ORIGIN, new AzureKeyCredential(key), { allowInsecureConnection: true });
const client = connect(KEY);
const user = (content) => [{ role: 'user', content }];

async function read(content, options) {
  const parts = await all(await client.streamChatCompletions(model, user(content), options));
  return parts.map(({ choices }) => choices[0]?.delta?.content ?? '').join('');
}

await run({
  async chat() {
    const answer = await client.getChatCompletions(model, user('[chat]'));
    has(answer.choices[0].message.content, '[chat]');
  },
  async 'chat-stream'() {
    has(await read('[chat-stream]'), '[chat-stream]');
  },
  async 'chat-defaults'() {
    const options = { temperature: 1, topP: 1, presencePenalty: 0, frequencyPenalty: 0 };
    const answer = await client.getChatCompletions(STRICT_MODEL, user('[chat-defaults]'), options);
    has(answer.choices[0].message.content, '[chat-defaults]');
  },
  async 'chat-cut'() {
    await fails(() => read('[chat-cut] '.repeat(20), { requestOptions: { headers: CUT } }));
  },
  async embeddings() {
    const { data } = await client.getEmbeddings('text-embedding-3-small', ['[embeddings]']);
    has(String(data[0].embedding.length), '1536');
  },
  async 'wrong-key'() {
    await fails(() => connect('sk-wrong').getChatCompletions(model, user('hi')), 'key');
  },
});

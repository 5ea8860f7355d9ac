// LlamaIndex for TypeScript. It always sends `top_p: 1`.
import { OpenAI, OpenAIEmbedding } from '@llamaindex/openai';
import { all, BASE, CUT, fails, has, KEY, run, same, STRICT_MODEL } from './checks.mjs';

const options = { model: 'gpt-5.4-mini', apiKey: KEY, baseURL: BASE, maxRetries: 0 };
const llm = new OpenAI(options);
const user = (content) => [{ role: 'user', content }];

await run({
  async chat() {
    has((await llm.chat({ messages: user('[chat]') })).message.content, '[chat]');
  },
  async 'chat-defaults'() {
    const one = new OpenAI({ ...options, model: STRICT_MODEL });
    has((await one.chat({ messages: user('[chat-defaults]') })).message.content, '[chat-defaults]');
  },
  async 'chat-stream'() {
    const parts = await all(await llm.chat({ messages: user('[chat-stream]'), stream: true }));
    has(parts.map(({ delta }) => delta).join(''), '[chat-stream]');
  },
  async 'chat-cut'() {
    const one = new OpenAI({ ...options, additionalSessionOptions: { defaultHeaders: CUT } });
    await fails(async () =>
      all(await one.chat({ messages: user('[chat-cut] '.repeat(20)), stream: true })),
    );
  },
  async embeddings() {
    const one = new OpenAIEmbedding({ ...options, model: 'text-embedding-3-small' });
    same((await one.getTextEmbedding('[embeddings]')).length, 1536);
  },
  async 'wrong-key'() {
    const one = new OpenAI({ ...options, apiKey: 'sk-wrong' });
    await fails(() => one.chat({ messages: user('hi') }), '401');
  },
});

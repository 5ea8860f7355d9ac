// Genkit with its plugin for compatible servers.
import { openAI } from '@genkit-ai/compat-oai/openai';
import { genkit, z } from 'genkit';
import { BASE, fails, has, KEY, run } from './checks.mjs';

const connect = (apiKey) => genkit({ plugins: [openAI({ apiKey, baseURL: BASE })] });
const ai = connect(KEY);
const model = openAI.model('gpt-5.4-mini');

await run({
  async chat() {
    has((await ai.generate({ model, prompt: '[chat]' })).text, '[chat]');
  },
  async 'chat-stream'() {
    const { stream, response } = ai.generateStream({ model, prompt: '[chat-stream]' });
    let text = '';
    for await (const part of stream) text += part.text;
    await response;
    has(text, '[chat-stream]');
  },
  async 'chat-tools'() {
    const weather = ai.defineTool(
      {
        name: 'weather',
        description: 'The weather of a city.',
        inputSchema: z.object({ city: z.string() }),
        outputSchema: z.string(),
      },
      async ({ city }) => `sunny in ${city}`,
    );
    const answer = await ai.generate({ model, prompt: '[chat-tools]', tools: [weather] });
    has(answer.text, 'sunny in');
  },
  async 'wrong-key'() {
    await fails(() => connect('sk-wrong').generate({ model, prompt: 'hi' }), 'key');
  },
});

// Mastra: an agent with a model of a compatible server.
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { BASE, fails, has, KEY, run } from './checks.mjs';

const agent = (apiKey = KEY, tools = {}) =>
  new Agent({
    id: 'helper',
    name: 'helper',
    instructions: 'Be short.',
    model: { id: 'gateway/gpt-5.4-mini', url: BASE, apiKey },
    tools,
    maxRetries: 0,
  });

await run({
  async chat() {
    has((await agent().generate('[chat]')).text, '[chat]');
  },
  async 'chat-stream'() {
    const result = await agent().stream('[chat-stream]');
    let text = '';
    for await (const part of result.textStream) text += part;
    has(text, '[chat-stream]');
  },
  async 'chat-tools'() {
    const weather = createTool({
      id: 'weather',
      description: 'The weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: async (input) => `sunny in ${input.city ?? input.context?.city}`,
    });
    has((await agent(KEY, { weather }).generate('[chat-tools]')).text, 'sunny in');
  },
  async 'wrong-key'() {
    await fails(() => agent('sk-wrong').generate('hi'));
  },
});

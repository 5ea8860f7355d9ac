// OpenAI Agents SDK for JavaScript: an agent with a tool over both APIs, a realtime session.
import {
  Agent,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  run as runAgent,
  setTracingDisabled,
  tool,
} from '@openai/agents';
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession } from '@openai/agents/realtime';
import OpenAI from 'openai';
import { BASE, CUT, fails, has, KEY, ORIGIN, run, same, WEATHER } from './checks.mjs';

setTracingDisabled(true);
const model = 'gpt-5.4-mini';
const weather = tool({
  name: 'weather',
  description: 'The weather of a city.',
  parameters: WEATHER,
  strict: true,
  execute: ({ city }) => `sunny in ${city}`,
});

function agent(Kind, { tools = [], apiKey = KEY, headers = {} } = {}) {
  const client = new OpenAI({ baseURL: BASE, apiKey, maxRetries: 0, defaultHeaders: headers });
  return new Agent({
    name: 'helper',
    model: new Kind(client, model),
    tools,
  });
}

async function streamed(one, prompt) {
  const result = await runAgent(one, prompt, { stream: true });
  for await (const _ of result);
  await result.completed;
  if (result.error != null) throw result.error;
  return result.finalOutput;
}

async function useTool(Kind, prompt) {
  const result = await runAgent(agent(Kind, { tools: [weather] }), prompt);
  has(result.finalOutput, 'sunny in');
}

await run({
  async chat() {
    has((await runAgent(agent(OpenAIChatCompletionsModel), '[chat]')).finalOutput, '[chat]');
  },
  async 'chat-stream'() {
    const text = await streamed(agent(OpenAIChatCompletionsModel), '[chat-stream]');
    has(text, '[chat-stream]');
  },
  'chat-tools': () => useTool(OpenAIChatCompletionsModel, '[chat-tools]'),
  async 'chat-cut'() {
    const one = agent(OpenAIChatCompletionsModel, { headers: CUT });
    await fails(() => streamed(one, '[chat-cut] '.repeat(20)));
  },
  async responses() {
    has((await runAgent(agent(OpenAIResponsesModel), '[responses]')).finalOutput, '[responses]');
  },
  async 'responses-stream'() {
    const text = await streamed(agent(OpenAIResponsesModel), '[responses-stream]');
    has(text, '[responses-stream]');
  },
  'responses-tools': () => useTool(OpenAIResponsesModel, '[responses-tools]'),
  async 'responses-cut'() {
    const one = agent(OpenAIResponsesModel, { headers: CUT });
    await fails(() => streamed(one, '[responses-cut] '.repeat(20)));
  },
  async realtime() {
    const transport = new OpenAIRealtimeWebSocket({
      url: `${ORIGIN.replace('http', 'ws')}/v1/realtime?model=gpt-realtime-1.5`,
    });
    const session = new RealtimeSession(new RealtimeAgent({ name: 'voice' }), {
      transport,
      model: 'gpt-realtime-1.5',
      config: { outputModalities: ['text'] },
    });
    await session.connect({ apiKey: KEY });
    const text = new Promise((resolve, reject) => {
      session.on('error', ({ error }) => reject(new Error(JSON.stringify(error))));
      session.transport.on('*', (event) => {
        if (event.type === 'response.output_text.done') resolve(event.text);
      });
    });
    session.sendMessage('[realtime]');
    has(await text, '[realtime]');
    session.close();
  },
  async 'wrong-key'() {
    const one = agent(OpenAIResponsesModel, { apiKey: 'sk-wrong' });
    same((await fails(() => runAgent(one, 'hi'))).status, 401);
  },
});

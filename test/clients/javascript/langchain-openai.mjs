// LangChain for JavaScript.
import { ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { AzureChatOpenAI, ChatOpenAI, DallEAPIWrapper, OpenAIEmbeddings } from '@langchain/openai';
import {
  all,
  BASE,
  CUT,
  fails,
  has,
  KEY,
  ORIGIN,
  run,
  same,
  STRICT_MODEL,
  WEATHER,
} from './checks.mjs';

const model = 'gpt-5.4-mini';
const basic = { model, apiKey: KEY, maxRetries: 0, configuration: { baseURL: BASE } };
const faulty = { ...basic, configuration: { baseURL: BASE, defaultHeaders: CUT } };
const chatModel = new ChatOpenAI(basic);
const responsesModel = new ChatOpenAI({ ...basic, useResponsesApi: true });
const azure = new AzureChatOpenAI({
  model,
  azureOpenAIEndpoint: ORIGIN,
  azureOpenAIApiKey: KEY,
  azureOpenAIApiDeploymentName: model,
  azureOpenAIApiVersion: '2024-10-21',
});
const textOf = async (stream) => (await all(stream)).map(({ text }) => text).join('');

async function useTool(one, prompt) {
  const weather = tool(({ city }) => `sunny in ${city}`, {
    name: 'weather',
    description: 'The weather of a city.',
    schema: WEATHER,
  });
  const messages = [{ role: 'user', content: prompt }];
  const first = await one.bindTools([weather]).invoke(messages);
  const [call] = first.tool_calls;
  messages.push(
    first,
    new ToolMessage({ content: await weather.invoke(call.args), tool_call_id: call.id }),
  );
  has((await one.invoke(messages)).text, 'sunny');
}

await run({
  async chat() {
    for (const one of [chatModel, azure]) has((await one.invoke('[chat]')).text, '[chat]');
  },
  async 'chat-stream'() {
    for (const one of [chatModel, azure]) {
      has(await textOf(await one.stream('[chat-stream]')), '[chat-stream]');
    }
  },
  'chat-tools': () => useTool(chatModel, '[chat-tools]'),
  async 'chat-defaults'() {
    const one = new ChatOpenAI({
      ...basic,
      model: STRICT_MODEL,
      temperature: 1,
      topP: 1,
      presencePenalty: 0,
      frequencyPenalty: 0,
    });
    has((await one.invoke('[chat-defaults]')).text, '[chat-defaults]');
  },
  async 'chat-cut'() {
    const one = new ChatOpenAI(faulty);
    await fails(async () => textOf(await one.stream('[chat-cut] '.repeat(20))));
  },
  async responses() {
    has((await responsesModel.invoke('[responses]')).text, '[responses]');
  },
  async 'responses-stream'() {
    has(await textOf(await responsesModel.stream('[responses-stream]')), '[responses-stream]');
  },
  'responses-tools': () => useTool(responsesModel, '[responses-tools]'),
  async 'responses-cut'() {
    const one = new ChatOpenAI({ ...faulty, useResponsesApi: true });
    await fails(async () => textOf(await one.stream('[responses-cut] '.repeat(20))));
  },
  async embeddings() {
    const one = new OpenAIEmbeddings({ ...basic, model: 'text-embedding-3-small' });
    same((await one.embedQuery('[embeddings]')).length, 1536);
  },
  /** It sends what dall-e-3 takes, `style` included. */
  async 'image-defaults'() {
    const one = new DallEAPIWrapper({
      model: 'dall-e-3',
      apiKey: KEY,
      baseUrl: BASE,
      dallEResponseFormat: 'b64_json',
    });
    // A PNG in base64.
    has(JSON.stringify(await one.invoke('[image-defaults]')), 'iVBORw0KGgo');
  },
  async 'wrong-key'() {
    const one = new ChatOpenAI({ ...basic, apiKey: 'sk-wrong' });
    await fails(() => one.invoke('hi'), '401');
  },
});

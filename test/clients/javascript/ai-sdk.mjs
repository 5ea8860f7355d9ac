// Vercel AI SDK: the providers openai (both APIs), azure and openai-compatible.
import { createAzure } from '@ai-sdk/azure';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  embed,
  experimental_generateSpeech,
  experimental_transcribe,
  generateImage,
  generateSpeech,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
  transcribe,
} from 'ai';
import { BASE, CUT, fails, has, KEY, ORIGIN, run, same, wav, WEATHER } from './checks.mjs';

const name = 'gpt-5.4-mini';
const openai = createOpenAI({ baseURL: BASE, apiKey: KEY });
const azure = createAzure({ baseURL: `${ORIGIN}/openai`, apiKey: KEY });
const compatible = createOpenAICompatible({ name: 'gateway', baseURL: BASE, apiKey: KEY });
const faulty = createOpenAI({ baseURL: BASE, apiKey: KEY, headers: CUT });
const options = { maxRetries: 0 };

/** The text of a stream; what goes wrong on the way is thrown. */
async function read(model, prompt) {
  let failure;
  const result = streamText({
    model,
    prompt,
    ...options,
    onError({ error }) {
      failure = error;
    },
  });
  let text = '';
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') text += part.text;
  }
  if (failure !== undefined) throw failure;
  return text;
}

async function useTool(model, prompt) {
  const weather = tool({
    description: 'The weather of a city.',
    inputSchema: jsonSchema(WEATHER),
    execute: ({ city }) => `sunny in ${city}`,
  });
  const result = await generateText({
    model,
    prompt,
    tools: { weather },
    stopWhen: stepCountIs(2),
    ...options,
  });
  has(result.text, 'sunny in');
}

await run({
  async chat() {
    for (const model of [openai.chat(name), azure.chat(name), compatible(name)]) {
      has((await generateText({ model, prompt: '[chat]', ...options })).text, '[chat]');
    }
  },
  async 'chat-stream'() {
    for (const model of [openai.chat(name), azure.chat(name), compatible(name)]) {
      has(await read(model, '[chat-stream]'), '[chat-stream]');
    }
  },
  'chat-tools': () => useTool(compatible(name), '[chat-tools]'),
  async 'chat-cut'() {
    await fails(() => read(faulty.chat(name), '[chat-cut] '.repeat(20)));
  },
  async responses() {
    for (const model of [openai(name), azure(name)]) {
      has((await generateText({ model, prompt: '[responses]', ...options })).text, '[responses]');
    }
  },
  async 'responses-stream'() {
    has(await read(openai(name), '[responses-stream]'), '[responses-stream]');
  },
  'responses-tools': () => useTool(openai(name), '[responses-tools]'),
  async 'responses-cut'() {
    const error = await fails(() => read(faulty(name), '[responses-cut] '.repeat(20)));
    const said = `${error.name} ${error.message}`;
    if (/type validation/i.test(said)) throw new Error(`the event cannot be read: ${said}`);
  },
  async embeddings() {
    const model = openai.embedding('text-embedding-3-small');
    same((await embed({ model, value: '[embeddings]' })).embedding.length, 1536);
  },
  async image() {
    const { image } = await generateImage({
      model: openai.image('gpt-image-2'),
      prompt: '[image]',
      size: '1024x1024',
    });
    has(Buffer.from(image.base64, 'base64').toString('latin1'), 'PNG');
  },
  async transcription() {
    const model = openai.transcription('gpt-4o-mini-transcribe');
    const { text } = await (transcribe ?? experimental_transcribe)({ model, audio: wav() });
    has(text, 'audio');
  },
  async speech() {
    const model = openai.speech('gpt-4o-mini-tts');
    const { audio } = await (generateSpeech ?? experimental_generateSpeech)({
      model,
      text: '[speech]',
    });
    same(audio.uint8Array.length > 100, true);
  },
  async 'wrong-key'() {
    const model = createOpenAI({ baseURL: BASE, apiKey: 'sk-wrong' })(name);
    same((await fails(() => generateText({ model, prompt: 'hi', ...options }))).statusCode, 401);
  },
});

// @azure-rest/ai-inference.
import createClient, { isUnexpected } from '@azure-rest/ai-inference';
import { AzureKeyCredential } from '@azure/core-auth';
import { createSseStream } from '@azure/core-sse';
import { all, BASE, CUT, fails, has, KEY, run, same } from './checks.mjs';

const model = 'gpt-5.4-mini';
const connect = (key) =>
  createClient(BASE, new AzureKeyCredential(key), { allowInsecureConnection: true });
const ask = (content, more = {}) => ({
  body: { model, messages: [{ role: 'user', content }], ...more },
});

async function read(content, headers = {}) {
  const request = connect(KEY)
    .path('/chat/completions')
    .post({ ...ask(content, { stream: true }), headers });
  const { body } = await request.asNodeStream();
  const events = await all(createSseStream(body));
  return events
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data).choices?.[0]?.delta?.content ?? '')
    .join('');
}

await run({
  async chat() {
    const answer = await connect(KEY).path('/chat/completions').post(ask('[chat]'));
    same(isUnexpected(answer), false);
    has(answer.body.choices[0].message.content, '[chat]');
  },
  async 'chat-stream'() {
    has(await read('[chat-stream]'), '[chat-stream]');
  },
  async 'chat-cut'() {
    await fails(() => read('[chat-cut] '.repeat(20), CUT));
  },
  async 'wrong-key'() {
    const answer = await connect('sk-wrong').path('/chat/completions').post(ask('hi'));
    same(answer.status, '401');
  },
});

// NextChat is a web application without a package. These are the bodies that it sends, from
// app/client/platforms/openai.ts in https://github.com/ChatGPTNextWeb/NextChat at 706a18b95.
import { BASE, CUT, has, KEY, ORIGIN, run, same, STRICT_MODEL } from './checks.mjs';

function post(path, body, { key = KEY, headers = {} } = {}) {
  return fetch(`${ORIGIN}/${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      Authorization: `Bearer ${key}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

const chat = (content, stream) => ({
  messages: [{ role: 'user', content }],
  stream,
  model: 'gpt-4o-mini',
  temperature: 0.5,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_p: 1,
});

await run({
  async chat() {
    const answer = await post('v1/chat/completions', chat('[chat]', false));
    has(await answer.text(), '[chat]');
    same(answer.status, 200);
  },
  async 'chat-defaults'() {
    const body = { ...chat('[chat-defaults]', false), model: STRICT_MODEL };
    const answer = await post('v1/chat/completions', body);
    has(await answer.text(), '[chat-defaults]');
    same(answer.status, 200);
  },
  async 'chat-stream'() {
    const text = await (await post('v1/chat/completions', chat('[chat-stream]', true))).text();
    has(text, 'data: [DONE]');
  },
  /** A page's own loop over deltas sees a cut as a failed body. */
  async 'chat-cut'() {
    const answer = await post('v1/chat/completions', chat('[chat-cut] '.repeat(20), true), {
      headers: CUT,
    });
    const ended = await answer.text().then(
      () => 'complete',
      () => 'broken',
    );
    same(ended, 'broken');
  },
  async 'image-defaults'() {
    const answer = await post('v1/images/generations', {
      model: 'dall-e-3',
      prompt: '[image-defaults]',
      response_format: 'b64_json',
      n: 1,
      size: '1024x1024',
      quality: 'standard',
      style: 'vivid',
    });
    has(await answer.text(), 'b64_json');
    same(answer.status, 200);
  },
  async models() {
    const answer = await fetch(`${BASE}/models`, { headers: { Authorization: `Bearer ${KEY}` } });
    has(await answer.text(), 'gpt-4o-mini');
  },
  async 'wrong-key'() {
    const answer = await post('v1/chat/completions', chat('hi', false), { key: 'sk-wrong' });
    same(answer.status, 401);
  },
});

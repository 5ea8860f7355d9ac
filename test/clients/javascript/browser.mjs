// A page of another origin in Chromium: openai-node, fetch and a WebSocket across origins.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { BASE, has, KEY, run, same } from './checks.mjs';

const TYPES = { mjs: 'text/javascript', js: 'text/javascript' };

/** Serves an empty page, and the modules of the openai package. */
const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://page').pathname);
  if (path === '/') return response.setHeader('content-type', 'text/html').end('<p>page</p>');
  try {
    const file = await readFile(join(import.meta.dirname, 'node_modules', path));
    response.setHeader('content-type', TYPES[path.split('.').at(-1)] ?? 'text/plain').end(file);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const page = await browser.newPage();
page.on('console', (message) => console.error(message.text()));
await page.goto(`http://localhost:${server.address().port}/`);
const given = { base: BASE, key: KEY };

/** Runs a function inside of the page. */
const inPage = (task) => page.evaluate(task, given);

await run({
  async chat() {
    const text = await inPage(async ({ base, key }) => {
      const { OpenAI } = await import('/openai/index.mjs');
      const client = new OpenAI({ baseURL: base, apiKey: key, dangerouslyAllowBrowser: true });
      const answer = await client.chat.completions.create({
        model: 'gpt-5.4-mini',
        messages: [{ role: 'user', content: '[chat]' }],
      });
      return answer.choices[0].message.content;
    });
    has(text, '[chat]');
  },
  async 'responses-stream'() {
    const text = await inPage(async ({ base, key }) => {
      const { OpenAI } = await import('/openai/index.mjs');
      const client = new OpenAI({ baseURL: base, apiKey: key, dangerouslyAllowBrowser: true });
      const stream = client.responses.stream({
        model: 'gpt-5.4-mini',
        input: '[responses-stream]',
      });
      return (await stream.finalResponse()).output_text;
    });
    has(text, '[responses-stream]');
  },
  async 'chat-cut'() {
    const outcome = await inPage(async ({ base, key }) => {
      const answer = await fetch(`${base}/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'x-ms-fault': 'cut-after-events=5',
        },
        body: JSON.stringify({
          model: 'gpt-5.4-mini',
          stream: true,
          messages: [{ role: 'user', content: '[chat-cut] '.repeat(20) }],
        }),
      });
      return answer.text().then(
        () => 'complete',
        () => 'broken',
      );
    });
    same(outcome, 'broken');
  },
  /** A page can read why a method is refused. */
  async 'wrong-method'() {
    for (const method of ['PUT', 'PATCH']) {
      const code = await page.evaluate(
        async ({ base, key, method }) => {
          const answer = await fetch(`${base}/chat/completions`, {
            method,
            headers: { authorization: `Bearer ${key}` },
          });
          return `${answer.status} ${(await answer.json()).error.code}`;
        },
        { ...given, method },
      );
      same(code, '405 method_not_allowed');
    }
  },
  async realtime() {
    const type = await inPage(
      ({ base, key }) =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(
            `${base.replace('http', 'ws')}/realtime?model=gpt-realtime-1.5`,
            ['realtime', `openai-insecure-api-key.${key}`],
          );
          socket.onmessage = ({ data }) => resolve(JSON.parse(data).type);
          socket.onerror = () => reject(new Error('refused'));
        }),
    );
    same(type, 'session.created');
  },
  async 'wrong-key'() {
    const code = await inPage(async ({ base }) => {
      const answer = await fetch(`${base}/models`, {
        headers: { authorization: 'Bearer sk-wrong' },
      });
      return (await answer.json()).error.code;
    });
    same(code, 'invalid_api_key');
  },
});

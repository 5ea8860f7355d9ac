// `npm start -- --stack keyless`, the example stack, as a process of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';

interface Ready {
  readonly url: string;
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

let root: string;
let start: ChildProcess;
let url: string;
let apiKey: string;
let client: OpenAI;

beforeAll(async () => {
  root = await copyCheckout([
    ...['azure-stand-in', 'command-line', 'infra', 'worker', 'local'],
    'Pulumi.keyless.yaml',
  ]);
  start = spawn('node', ['local/start.ts', '--stack', 'keyless', '--json', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  for await (const chunk of start.stdout ?? []) {
    output += String(chunk);
    if (output.includes('\n')) break;
  }
  const ready = JSON.parse(output) as Ready;
  url = ready.url;
  apiKey = ready.users.find(({ name }) => name === 'alice')?.key ?? '';
  client = new OpenAI({ baseURL: url, apiKey, maxRetries: 0 });
});

afterAll(async () => {
  const ended = once(start, 'exit');
  start.kill('SIGTERM');
  await ended;
  await rm(root, { recursive: true });
});

test('it serves a chat and a stream', async () => {
  const messages = [{ role: 'user' as const, content: 'hi' }];
  const answer = await client.chat.completions.create({ model: 'gpt-5.4-mini', messages });
  expect(answer.choices[0]?.message.content).toBeTruthy();
  const stream = await client.chat.completions.create({
    model: 'gpt-5.4-mini',
    messages,
    stream: true,
  });
  const chunks = await Array.fromAsync(stream);
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
});

test('it serves a WebSocket', async () => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime?model=gpt-realtime`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(data.toString('utf8'))).toMatchObject({ type: 'session.created' });
  socket.terminate();
});

test('it takes a file', async () => {
  const lines = '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{}}\n';
  const file = await client.files.create({
    purpose: 'batch',
    file: new File([lines], 'batch.jsonl'),
  });
  expect(file.id).toMatch(/^file-/);
});

/** As long as Azure's keys, and of their letters. Users' keys begin with `sk-` and have 48. */
const AZURE_KEY = /(?<![\w+/=-])[A-Za-z0-9]{84}(?![\w+/=-])|(?<![\w-])[0-9a-f]{32}(?![\w-])/g;

test.runIf(process.platform === 'linux')(
  'no binding, file or argument of a process is a key of Azure',
  async () => {
    const pid = start.pid ?? 0;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const pids = [pid, ...children.trim().split(' ').map(Number)];
    expect(pids.length).toBeGreaterThan(1);
    const found: string[] = [];
    let bindings = 0;
    for (const each of pids) {
      // workerd gets the bindings in its environment.
      for (const name of ['cmdline', 'environ']) {
        const text = await readFile(`/proc/${each}/${name}`, 'utf8');
        found.push(...findKeys(text));
        bindings += text.split('GATEWAY_BINDING_').length - 1;
      }
    }
    expect(bindings).toBeGreaterThan(4);
    for (const file of await filesOf(join(root, '.local'))) {
      const text = await readFile(file, 'utf8');
      found.push(...findKeys(text));
    }
    expect(found).toEqual([]);
    // The search finds what it searches for.
    expect(findKeys(`{"swedencentral":"${'aB3'.repeat(28)}"}`)).toHaveLength(1);
  },
);

function findKeys(text: string): readonly string[] {
  return [...text.matchAll(AZURE_KEY)].map(([key]) => key);
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

// `npm run rehearse`, from nothing to an answering gateway and back.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capture } from '../../../pulumi-cli/capture.ts';
import { findPulumi } from '../../../pulumi-cli/installation/find-cli.ts';
import { copyCheckout } from '../../support/checkout.ts';

const FOLDERS = [
  ...[
    'infra',
    'worker',
    'ledger',
    'rehearsal',
    'azure-stand-in',
    'local',
    'command-line',
    'pulumi-cli',
    'worker-check',
    'doctor',
  ],
  ...['Pulumi.dev.yaml', 'Pulumi.keyless.yaml'],
];

let folder = '';
beforeAll(async () => {
  folder = await copyCheckout(FOLDERS);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Ready {
  readonly url: string;
  readonly models: readonly string[];
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

async function rehearse(args: readonly string[]) {
  const cli = await findPulumi(process.env);
  const child = spawn(process.execPath, ['rehearsal/rehearse.ts', ...args], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [dirname(cli?.path ?? ''), process.env['PATH']].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const shown = text(child.stderr);
  shown.catch(() => undefined);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, shown, ended };
}

/** Starts a rehearsal, uses its gateway, stops it, and returns what Pulumi showed. */
async function serve(
  use: (ready: Ready) => Promise<void>,
  args: readonly string[] = [],
): Promise<string> {
  const { child, shown, ended } = await rehearse(['--json', '--port', '0', ...args]);
  for await (const line of createInterface({ input: child.stdout })) {
    await use(JSON.parse(line) as Ready);
    child.kill('SIGTERM');
  }
  expect(await ended, await shown).toBe(0);
  return shown;
}

const keys = new Map<string, string>();

async function chat({ url, users }: Ready): Promise<void> {
  for (const { name, key } of users) keys.set(name, key);
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.get('alice') ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Hello');
}

/** What `npm run doctor -- --rehearsal` finds, in another process. */
async function examine(stack: string): Promise<void> {
  const args = ['doctor/doctor.ts', '--rehearsal', '--stack', stack, '--json'];
  // An operator's own credentials must not be used for it.
  const own = { OPENAI_API_KEY: 'sk-of-the-operator', ARM_CLIENT_SECRET: 'of-the-operator' };
  const cli = await findPulumi(process.env);
  const PATH = [dirname(cli?.path ?? ''), process.env['PATH']].join(delimiter);
  const env = { ...process.env, ...own, CLOUDFLARE_API_TOKEN: 'of-the-operator', PATH };
  const { code, stdout, stderr } = await capture(process.execPath, args, { cwd: folder, env });
  const { ok, lines } = JSON.parse(stdout) as { ok: boolean; lines: readonly { status: string }[] };
  expect({ code, ok, stderr }, stdout).toEqual({ code: 0, ok: true, stderr: '' });
  expect(lines.filter(({ status }) => status === 'ok').length).toBeGreaterThan(20);
}

test('the first run deploys, the gateway answers, and the doctor finds all in order', async () => {
  const shown = await serve(async (ready) => {
    await chat(ready);
    await examine('dev');
  });
  expect(shown).toMatch(/\+ \d+ created/);
});

test('a second run changes nothing, and the keys are the same', async () => {
  const before = new Map(keys);
  const shown = await serve(chat);
  expect(shown).toMatch(/\d+ unchanged/);
  expect(shown).not.toMatch(/created|updated|deleted/);
  expect(keys).toEqual(before);
});

test("a change of the stack's file is applied", async () => {
  const file = join(folder, 'Pulumi.dev.yaml');
  const stack = await readFile(file, 'utf8');
  await writeFile(file, stack.replace('- name: bob', '- name: bob\n    - name: carol'));
  const shown = await serve(async (ready) => {
    await chat(ready);
    expect(ready.users.map(({ name }) => name)).toContain('carol');
  });
  expect(shown).toMatch(/gateway-script/);
  expect(await readFile(file, 'utf8')).toBe(
    stack.replace('- name: bob', '- name: bob\n    - name: carol'),
  );
});

test('a rehearsal that was killed is not in the way of the next one', async () => {
  const { child, ended } = await rehearse(['--json', '--port', '0']);
  // The engine has locked the state by now.
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('unchanged') || line.includes('Previewing')) break;
  }
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
  expect(await serve(chat)).not.toContain('locked');
});

test('--destroy leaves nothing', async () => {
  const { child, shown, ended } = await rehearse(['--destroy']);
  const said = await text(child.stdout);
  expect(await ended, said + (await shown)).toBe(0);
  expect(said).toContain('0 Workers, 0 custom domains');
  expect(existsSync(join(folder, '.local/rehearsal/dev'))).toBe(false);
});

test('a keyless stack answers with tokens, uploads and WebSockets included', async () => {
  keys.clear();
  await serve(
    async (ready) => {
      await chat(ready);
      await examine('keyless');
      const { url } = ready;
      const headers = { authorization: `Bearer ${keys.get('alice') ?? ''}` };
      const form = new FormData();
      form.set('purpose', 'batch');
      form.set('file', new Blob(['{}']), 'lines.jsonl');
      const uploaded = await fetch(`${url}/files`, { method: 'POST', headers, body: form });
      expect(uploaded.status, await uploaded.text()).toBe(200);
      const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime?model=gpt-realtime`, {
        headers,
      });
      const greeting = await new Promise<string>((resolve, reject) => {
        socket.onmessage = ({ data }) => {
          resolve(String(data));
        };
        socket.onerror = () => {
          reject(new Error('the WebSocket was refused'));
        };
      });
      socket.close();
      expect(greeting).toContain('session.created');
    },
    ['--stack', 'keyless'],
  );
});

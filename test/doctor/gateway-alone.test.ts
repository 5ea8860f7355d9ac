// `npm run doctor -- --url URL` as a process, at a gateway of which only the address and a key are known.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { AzureAccount } from '../../azure-stand-in/server.ts';
import { exitCodeOf } from '../../command-line/exit-code.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { startGateway, type RunningGateway } from '../bundle/running-gateway.ts';
import { listenOnLoopback } from '../support/loopback.ts';

const ADMIN = 'sk-of-the-admin-CANARY-0123456789';
const USER = 'sk-of-a-user-CANARY-0123456789';

const MODELS = {
  'gpt-5.4-mini': '2026-03-17',
  'gpt-5.3-codex': '2026-02-24',
  'text-embedding-3-small': '1',
  'gpt-image-2': '2026-04-21',
  'gpt-4o-mini-transcribe': '2025-12-15',
  'gpt-4o-mini-tts': '2025-12-15',
  'gpt-realtime-1.5': '2026-02-23',
};

function account(subdomain: string): AzureAccount {
  const deployments = Object.entries(MODELS).map(([model, version]) => ({
    name: model,
    model,
    version,
  }));
  return { subdomain, keys: [`azure-key-of-${subdomain}-CANARY`], deployments };
}

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    accounts: [account('west'), account('north')],
    bindings: {
      CHIT_USERS: encodeUsers([
        { name: 'admin', key: ADMIN, admin: true },
        { name: 'user', key: USER },
      ]),
      MODELS: JSON.stringify(Object.keys(MODELS).map((model) => ({ id: model, model }))),
      BACKENDS: JSON.stringify(
        ['west', 'north'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
      ),
      BACKEND_KEYS: JSON.stringify({
        west: 'azure-key-of-west-CANARY',
        north: 'azure-key-of-north-CANARY',
      }),
    },
  });
});
afterAll(() => gateway.stop());

const reportSchema = z.object({
  ok: z.boolean(),
  lines: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      found: z.string(),
      details: z.array(z.string()).optional(),
      advice: z.string().optional(),
    }),
  ),
});

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['doctor/doctor.ts', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exitCodeOf(child),
  ]);
  expect(stdout + stderr).not.toContain('CANARY');
  expect(stderr).not.toMatch(/^\s+at /m);
  return { stdout, stderr, code };
}

async function examine(key: string | undefined, url = gateway.url, args: readonly string[] = []) {
  const env = key === undefined ? {} : { OPENAI_API_KEY: key };
  const { stdout, code, stderr } = await run(['--url', url, '--json', ...args], env);
  expect(stderr).toBe('');
  const report = reportSchema.parse(JSON.parse(stdout));
  return { ...report, code, of: (id: string) => report.lines.find((line) => line.id === id) };
}

test('an admin sees that every account answers every kind of request', async () => {
  const { ok, code, of } = await examine(ADMIN, gateway.url, ['--images']);
  expect({ ok, code }).toEqual({ ok: true, code: 0 });
  expect(of('requests')).toEqual({
    id: 'requests',
    status: 'ok',
    found: '14 answered, each account by itself',
    details: Object.keys(MODELS).flatMap((model) =>
      ['west', 'north'].map((name) => `${model} in ${name}: answered`),
    ),
  });
  expect(of('stream')?.found).toBe('gpt-5.4-mini: the stream ends with [DONE]');
  const paths = gateway.azure.requests.map(({ path }) => path.split('?')[0] ?? '');
  for (const part of ['chat/completions', 'responses', 'embeddings', 'images/generations']) {
    expect(paths.filter((path) => path.endsWith(part)).length).toBeGreaterThan(1);
  }
});

test('other users ask each model once, without pictures, and read how to ask each account', async () => {
  const { of, ok } = await examine(USER, `${gateway.url}/v1`);
  expect(ok).toBe(true);
  expect(of('requests')?.found).toMatch(
    /^6 answered; .*OPENAI_API_KEY must be the key of a user with admin: true$/,
  );
  expect(of('requests')?.details).toContain(
    'gpt-image-2: not asked, because a picture costs money; --images asks',
  );
});

test('without a key no request is sent to a model, and that is not a failure', async () => {
  const before = gateway.azure.requests.length;
  const { ok, of } = await examine(undefined);
  expect(ok).toBe(true);
  expect(of('wrong-key')?.status).toBe('ok');
  expect(of('key')).toMatchObject({
    status: 'skipped',
    advice: expect.stringContaining('OPENAI_API_KEY') as string,
  });
  expect(of('requests')?.status).toBe('skipped');
  expect(gateway.azure.requests.length).toBe(before);
});

test('a wrong key is exit code 1, and one line as text', async () => {
  const { stdout, code } = await run(['--url', gateway.url], { OPENAI_API_KEY: `${USER}-x` });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ A user's key: the gateway does not accept the key in OPENAI_API_KEY/m);
  expect(stdout).toMatch(/^ {2}→ Set it to the key of a user/m);
  expect(stdout).toMatch(/; 1 to correct, 5 skipped\n$/);
});

test('what does not refuse a wrong key does not get the right one', async () => {
  const seen: string[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(headers.authorization ?? '');
    response.end('{"object":"list","data":[]}');
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  const { of, code } = await examine(USER, url.origin);
  expect(code).toBe(1);
  expect(of('wrong-key')?.found).toBe('a key that nobody has is accepted');
  expect(seen.join()).not.toContain(USER);
});

test('an answer that repeats the key is shown without it', async () => {
  const server = createServer(({ headers, url: path }, response) => {
    const key = headers.authorization ?? '';
    const isKnown = key.endsWith(USER);
    const code = path === '/health' ? 200 : isKnown ? 500 : 401;
    const error = { code: isKnown ? 'broken' : 'invalid_api_key', message: `You sent ${key}` };
    response.writeHead(code).end(JSON.stringify({ error }));
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  const { of } = await examine(USER, url.origin);
  expect(of('key')?.found).toContain('500 broken: You sent Bearer <not shown>');
});

test('wrong options are exit code 2', async () => {
  const { code, stderr } = await run(['--colour']);
  expect(code).toBe(2);
  expect(stderr).toContain('npm run doctor -- --help lists the options.');
  expect((await run(['--help'])).stdout).toContain('npm run doctor -- [options]');
});

test('a rehearsal that does not run is one line', async () => {
  const { code, stderr } = await run(['--rehearsal', '--stack', 'nobody']);
  expect(code).toBe(1);
  expect(stderr).toBe(
    'No rehearsal of the stack nobody runs. Start one in another terminal: npm run rehearse -- --stack nobody\n',
  );
});

test('a table for job summaries', async () => {
  const { stdout } = await run(['--url', gateway.url, '--markdown'], { OPENAI_API_KEY: USER });
  expect(stdout).toMatch(
    /^\|\s+\| line \| found \| what to do \|\n\| - \| - \| - \| - \|\n\| ✓ \| Deployment \|/,
  );
});

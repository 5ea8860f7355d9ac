// `npm run check-worker` as a process, against a server that answers as Cloudflare's API does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { programsIn } from '../pulumi-cli/programs.ts';
import {
  BACKENDS,
  CODE,
  errorBody,
  EXPECTED,
  OBSERVABILITY,
  startCloudflare,
  TOKEN,
  unchanged,
  type AtCloudflare,
} from './cloudflare.ts';

const ROOT = join(import.meta.dirname, '../..');

const programs = await programsIn({
  pulumi: `
case "$*" in
  version) echo v3.270.0 ;;
  "stack output worker --stack dev --non-interactive") printf %s "$OUTPUT" ;;
  "stack output worker --stack old --non-interactive")
    echo "error: current stack does not have output property 'worker'" >&2; exit 1 ;;
  "config get cloudflare:apiToken --stack dev --non-interactive") printf %s "$CONFIGURED"; [ -n "$CONFIGURED" ] ;;
  *) echo "error: no stack named 'nope' found" >&2; exit 6 ;;
esac`,
});
let worker: AtCloudflare = unchanged();
beforeEach(() => {
  worker = unchanged();
});
const cloudflare = await startCloudflare(() => worker);
afterAll(async () => {
  await cloudflare.close();
  await rm(programs, { recursive: true });
});

async function check(env: NodeJS.ProcessEnv = {}, stack = 'dev') {
  const script = ['command-line/on-node.js', 'worker-check/check.ts', '--stack', stack];
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: {
      PATH: [programs, '/usr/bin', '/bin'].join(delimiter),
      OUTPUT: JSON.stringify(EXPECTED),
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_BASE_URL: `${cloudflare.baseUrl}/`,
      ...env,
    },
  });
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  for (const output of [stdout, stderr]) {
    expect(output).not.toContain(TOKEN);
    expect(output).not.toMatch(/^ +at .*:\d+:\d+/m);
  }
  return { code: exit[0] as number | null, stdout, stderr };
}

/** The rows of the table, without its head. */
function rows(stderr: string): readonly (readonly string[])[] {
  const table = stderr.split('\n').filter((line) => line.startsWith('  '));
  return table.slice(1).map((line) => line.trim().split(/ {2,}/));
}

test('an unchanged Worker is green', async () => {
  expect(await check()).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('its code and 4 bindings') as unknown,
  });
});

test('a Worker of one file is green, also where it is not answered as a form', async () => {
  worker.isForm = false;
  const { files: _, ...earlier } = EXPECTED;
  expect(await check({ OUTPUT: JSON.stringify(earlier) })).toMatchObject({ code: 0, stderr: '' });
});

type Change = (worker: AtCloudflare) => void;

function setText(name: string, value: string): Change {
  return (changed) => {
    for (const binding of changed.bindings) if (binding['name'] === name) binding['text'] = value;
  };
}

/** Settings beside the bindings. */
function set(settings: Readonly<Record<string, unknown>>): Change {
  return (changed) => {
    changed.settings = { ...changed.settings, ...settings };
  };
}

function remove(name: string): Change {
  return (changed) => {
    changed.bindings = changed.bindings.filter((binding) => binding['name'] !== name);
  };
}

test.each<[string, Change, readonly string[]]>([
  [
    'a plain text leads elsewhere',
    setText('BACKENDS', BACKENDS.replace('eu.openai.azure.com', 'evil.example')),
    ['binding BACKENDS', 'plain_text sha256 ', 'plain_text sha256 '],
  ],
  [
    'a plain text is gone',
    remove('BACKENDS'),
    ['binding BACKENDS', 'plain_text sha256 ', 'nothing'],
  ],
  ['a secret is gone', remove('CHIT_USERS'), ['binding CHIT_USERS', 'secret_text', 'nothing']],
  [
    'a secret became a plain text',
    (changed) => {
      changed.bindings[0] = { type: 'plain_text', name: 'CHIT_USERS', text: 'W10=' };
    },
    ['binding CHIT_USERS', 'secret_text', 'plain_text sha256 '],
  ],
  [
    'a binding was added',
    (changed) => {
      changed.bindings.push({ type: 'kv_namespace', name: 'LOOT', namespace_id: 'x' });
    },
    ['binding LOOT', 'nothing', 'kv_namespace'],
  ],
  [
    'the code was replaced',
    (changed) => {
      changed.files['worker.js'] = `${CODE}//`;
    },
    ['code', 'sha256 ', 'sha256 '],
  ],
  [
    'the page was replaced',
    (changed) => {
      changed.files['page.html'] = '<script>';
    },
    ['file page.html', 'sha256 ', 'sha256 '],
  ],
  [
    'the page was removed',
    (changed) => {
      delete changed.files['page.html'];
    },
    ['file page.html', 'sha256 ', 'nothing'],
  ],
  [
    'a file was added',
    (changed) => {
      changed.files['extra.js'] = '';
    },
    ['file extra.js', 'nothing', 'sha256 '],
  ],
  [
    'the logs go to another Worker',
    set({ tail_consumers: [{ service: 'listener' }] }),
    ['receiver of the logs', 'nothing', 'Worker listener'],
  ],
  [
    'the logs stream to another Worker',
    set({ streaming_tail_consumers: [{ service: 'listener' }] }),
    ['receiver of the logs', 'nothing', 'Worker listener'],
  ],
  [
    'the logs are exported',
    set({ observability: { ...OBSERVABILITY, traces: { destinations: ['elsewhere'] } } }),
    ['receiver of the logs', 'nothing', 'elsewhere'],
  ],
  ['the logs are pushed', set({ logpush: true }), ['logpush', 'false', 'true']],
  [
    'invocations are logged',
    set({ observability: { ...OBSERVABILITY, logs: { invocation_logs: true } } }),
    ['observability.logs.invocation_logs', 'false', 'true'],
  ],
  [
    'invocations are logged by default',
    set({ observability: { enabled: true } }),
    ['observability.logs.invocation_logs', 'false', 'true'],
  ],
  [
    'the compatibility date is another',
    set({ compatibility_date: '2024-01-01' }),
    ['compatibility_date', '2026-10-23', '2024-01-01'],
  ],
  [
    'a compatibility flag is gone',
    set({ compatibility_flags: ['a_flag'] }),
    ['compatibility_flags', 'a_flag b_flag', 'a_flag'],
  ],
  [
    'users may send more requests',
    (changed) => {
      const rate = changed.bindings.find(({ type }) => type === 'ratelimit');
      if (rate !== undefined) rate['simple'] = { limit: 6000, period: 60 };
    },
    [
      'binding USER_RATE',
      'ratelimit 60 in 60 s, namespace 1001',
      'ratelimit 6000 in 60 s, namespace 1001',
    ],
  ],
  [
    'another Worker counts',
    (changed) => {
      const ledger = changed.bindings.find(({ name }) => name === 'LEDGER');
      if (ledger !== undefined) ledger['script_name'] = 'somebody-s';
    },
    [
      'binding LEDGER',
      'durable_object_namespace Ledger of my-gateway-ledger',
      'durable_object_namespace Ledger of somebody-s',
    ],
  ],
  [
    'another version gets some of the requests',
    (changed) => {
      changed.deployments.unshift([
        { version_id: 'v2', percentage: 95 },
        { version_id: 'v3', percentage: 5 },
      ]);
    },
    ['versions in use', 'one', '95% v2, 5% v3'],
  ],
])('a Worker is red when %s', async (_, change, row) => {
  change(worker);
  const { code, stdout, stderr } = await check();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(rows(stderr)).toEqual([row.map((cell) => expect.stringContaining(cell) as unknown)]);
  expect(stderr).toMatch(
    /Renew them first; [^]*Never use --replace or taint[^]*docs\/recovery\.md/,
  );
  expect(stderr).not.toContain('evil.example');
});

test('a Worker that is gone is said, with how to create it again', async () => {
  const output = JSON.stringify({ ...EXPECTED, name: 'another' });
  expect(await check({ OUTPUT: output })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^There is no Worker another .* npm run up -- --refresh\n$/,
    ) as unknown,
  });
});

test('without a token in the environment, the one of the stack is used', async () => {
  const env = { CLOUDFLARE_API_TOKEN: '', CONFIGURED: `${TOKEN}\n` };
  expect(await check(env)).toMatchObject({ code: 0 });
  expect(await check({ ...env, CONFIGURED: '' })).toMatchObject({
    code: 1,
    stderr: 'Set CLOUDFLARE_API_TOKEN to a token with the right Workers Scripts Read.\n',
  });
});

test.each<[string, NodeJS.ProcessEnv, AtCloudflare['failure'], RegExp]>([
  [
    'a wrong token',
    { CLOUDFLARE_API_TOKEN: 'wrong' },
    undefined,
    /403, code 10000: .*Scripts Read/,
  ],
  ['a failure of Cloudflare', {}, { status: 503, body: '<html>' }, /answered 503\. Try again/],
  ['another failure', {}, { status: 400, body: errorBody(7003) }, /answered 400, code 7003: says/],
  ['an unknown answer', {}, { status: 200, body: '{}' }, /did not answer with the settings/],
  ['no network', { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9' }, undefined, /cannot be reached: /],
])('%s is one line', async (_, env, failure, message) => {
  worker.failure = failure;
  const { code, stderr } = await check(env);
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(stderr).toMatch(message);
});

test.each([
  ['old', /^The stack has no output `worker` .* npm run up once .*\n$/],
  ['nope', /^error: no stack named 'nope' found\n$/],
])('the stack %s is one line', async (stack, message) => {
  const { code, stderr } = await check({}, stack);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});

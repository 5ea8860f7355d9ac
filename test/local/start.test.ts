// `npm start` as a process of its own: its output, its signals, its exit code.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import OpenAI from 'openai';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startAzure } from '../../azure-stand-in/server.ts';
import { copyCheckout } from '../support/checkout.ts';
import { readExampleStack } from '../support/example-stack.ts';

// Its own stacks and its own memory, whatever stacks the checkout has.
const root = await copyCheckout([
  ...['azure-stand-in', 'command-line', 'infra', 'ledger', 'local', 'worker'],
]);
await writeFile(join(root, 'Pulumi.dev.yaml'), await readExampleStack());
await writeFile(
  join(root, 'Pulumi.people.yaml'),
  `${await readExampleStack()}    - { name: aaron, disabled: true }
    - { name: abby, expires: 2026-01-31 }
    - { name: abel, models: [text-embedding-3-small] }
    - { name: adam, models: [gpt-3.5-turbo] }
  requestsPerMinute: 60
`,
);
afterAll(() => rm(root, { recursive: true }));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGTERM');
});

interface Ready {
  readonly url: string;
  readonly models: readonly string[];
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { RESOURCE_NAME: _resource, AZURE_AUTHKEY: _key, ...inherited } = process.env;
  const child = spawn('node', ['local/start.ts', ...args], {
    cwd: root,
    env: { ...inherited, ...env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs until `--json` says that it is ready. */
async function ready(child: ReturnType<typeof start>): Promise<Ready> {
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.includes('\n')) return JSON.parse(output) as Ready;
  }
  throw new Error('npm start ended before it was ready');
}

/** Runs to its end. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = start(args, env);
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { stdout, stderr, code: exit[0] as number | null };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** What `npm start` shows once it is ready, on one of its two outputs. */
async function shownOn(output: Readable): Promise<string> {
  let shown = '';
  // The gateway's log follows, so the output must stay open.
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    shown += String(chunk);
    if (shown.includes('Ctrl-C')) break;
  }
  output.resume();
  return shown;
}

/** Checks the resources and runs the curl command. */
async function expectUsable(shown: string): Promise<void> {
  expect(shown).toContain('+  ├─ cf-openai-azure-proxy:index:AzureOpenAI');
  expect(shown).toContain('azure-native:cognitiveservices:Deployment');
  const command = /^curl[^]*?'\n(?=\n)/m.exec(shown)?.[0] ?? '';
  const curl = spawn('bash', ['-c', command]);
  expect(await text(curl.stdout)).toContain('"choices"');
}

async function expectStops(
  child: ReturnType<typeof start>,
  signal: NodeJS.Signals,
  url: string,
): Promise<void> {
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await answers(url)).toBe(false);
}

test('serves the declared stack with the same keys at every start, and ends with its npm', async () => {
  const child = start(['--port', '0', '--json']);
  const [{ url, models, users }, shown] = await Promise.all([ready(child), shownOn(child.stderr)]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  await expectUsable(shown);
  expect(shown).not.toContain('\nRate ');
  expect(shown).toMatch(
    /^Evaluating the program for stack dev \(Pulumi\.dev\.yaml\) … {2}0\.\d s\n/,
  );
  expect(shown).toMatch(/\nStarting workerd … {2}\d+\.\d s\nReady\. {2}\d+\.\d s\n/);
  expect(shown).toContain(`\nPage     ${new URL('/', url).href}\n`);
  expect(shown).toMatch(
    /^Key {6}sk-\w{48} {2}\(alice, one of 3 users; all keys: npm start --silent -- --json --port 0\)$/m,
  );
  expect(users[0]?.key).toMatch(/^sk-[A-Za-z0-9]{48}$/);

  const client = new OpenAI({ baseURL: url, apiKey: users[0]?.key ?? '', maxRetries: 0 });
  const answer = await client.chat.completions.create({
    model: models[0] ?? '',
    messages: [{ role: 'user', content: 'hello there' }],
  });
  expect(answer.choices[0]?.message.content).toContain('hello there');
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(models);
  await expectStops(child, 'SIGINT', url);

  const npm = spawn('npm', ['start', '--silent', '--', '--port', '0', '--json'], { cwd: root });
  const again = await ready(npm);
  expect(again.users).toEqual(users);
  npm.kill('SIGTERM');
  await expect.poll(() => answers(again.url), { timeout: 30_000 }).toBe(false);
});

test('shows another stack on standard output, and ends with SIGTERM', async () => {
  const child = start(['--port', '0', '--stack', 'people']);
  const shown = await shownOn(child.stdout);
  await expectUsable(shown);
  expect(shown).toContain('\nRate     not limited here: ');
  expect(shown).toMatch(
    /^Key {6}sk-\w{48} {2}\(adam, one of 7 users; all keys: npm start --silent -- --stack people --json --port 0\)$/m,
  );
  await expectStops(child, 'SIGTERM', /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(shown)?.[0] ?? '');
});

test('sends requests to the server that --azure names', async () => {
  const azure = await startAzure({ accounts: [], record: true });
  const child = start(['--port', '0', '--json', '--azure', azure.url]);
  const { url, models, users } = await ready(child);
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${users[0]?.key ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: models[0], messages: [] }),
  });
  // It knows no account, so it hangs up.
  expect(response.status).toBe(502);
  await azure.close();
});

test("with the JavaScript proxies' variables it uses that resource and creates a key", async () => {
  const azure = await startAzure({
    accounts: [
      { subdomain: 'mine', keys: ['real-key'], deployments: [{ name: 'four', model: 'gpt-4o' }] },
    ],
  });
  const env = { RESOURCE_NAME: 'mine', AZURE_AUTHKEY: 'real-key', DEPLOY_NAME_GPT4: 'four' };
  const child = start(['--port', '0', '--json', '--azure', azure.url], env);
  const { url, models, users } = await ready(child);
  expect(models).toContain('gpt-4');
  const client = new OpenAI({ baseURL: url, apiKey: users[0]?.key ?? '', maxRetries: 0 });
  const answer = await client.chat.completions.create({
    model: 'gpt-4',
    messages: [{ role: 'user', content: 'hi' }],
  });
  expect(answer.choices).toHaveLength(1);
  await azure.close();
});

test('a taken port is one line and exit code 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await run(['--port', String(port), '--json'])).toMatchObject({
    stdout: '',
    stderr: `Port ${port} is in use. Choose another: npm start -- --port N (0 picks one).\n`,
    code: 1,
  });
  server.close();
});

test('a missing stack is one line and exit code 1', async () => {
  const { stdout, stderr, code } = await run(['--stack', 'nope', '--port', '0']);
  expect([stdout, code]).toEqual(['', 1]);
  expect(stderr.split('\n').slice(-2)).toEqual([
    'There is no stack "nope": Pulumi.nope.yaml is missing. Stacks here: dev, people.',
    '',
  ]);
});

test('settings outside of config: are named, not missed', async () => {
  await writeFile(join(root, 'Pulumi.flat.yaml'), 'models: [{ name: a }]\n');
  const { stderr, code } = await run(['--stack', 'flat', '--port', '0']);
  await rm(join(root, 'Pulumi.flat.yaml'));
  expect(code).toBe(1);
  expect(stderr).toContain(
    '\nPulumi.flat.yaml has settings outside of `config:`, which Pulumi does not read: models. Write',
  );
});

test('wrong variables of the JavaScript proxies are named, without their values', async () => {
  const env = { RESOURCE_NAME: 'CANARY/', AZURE_AUTHKEY: 'CANARY', CHIT_USERS: '{"CANARY":' };
  const { stdout, stderr, code } = await run(['--port', '0'], env);
  expect([stdout, code]).toEqual(['', 1]);
  expect(stderr).toContain('\n  RESOURCE_NAME must be the bare resource name, not a URL\n');
  expect(stderr).toContain('\n  CHIT_USERS is JSON as it is. Encode it');
  expect(stderr).toMatch(/npm start -- --stack dev\n$/);
  expect(stderr).not.toContain('CANARY');
});

test('RESOURCE_NAME without AZURE_AUTHKEY does not start the stack dev', async () => {
  expect(await run(['--port', '0'], { RESOURCE_NAME: 'CANARY' })).toEqual({
    stdout: '',
    stderr: `The gateway does not start with these variables:
  RESOURCE_NAME is set and AZURE_AUTHKEY is missing: set it to the key of the resource
To run the stack dev without them: npm start -- --stack dev
`,
    code: 1,
  });
});

describe('with a file .env', () => {
  const file = join(root, '.env');
  afterEach(() => rm(file));

  test('serves what it describes, with limits, and says which names it took', async () => {
    const azure = await startAzure({
      accounts: [
        {
          subdomain: 'mine',
          keys: ['CANARY-azure'],
          deployments: [{ name: 'four', model: 'gpt-4o' }],
        },
      ],
    });
    const users = [{ name: 'zoe', key: 'sk-CANARY', limits: { requestsPerMinute: 1 } }];
    const wrapped = execFileSync('base64', { input: JSON.stringify(users), encoding: 'utf8' });
    expect(wrapped.trim()).toContain('\n');
    await writeFile(
      file,
      `# the container's file
RESOURCE_NAME=other
AZURE_AUTHKEY=CANARY-azure
CHIT_USERS=${wrapped}
DEPLOY_NAME_GPT4=four
DEPLOY_NAME_GPT5=CANARY
LIMITS={}
AZURE_ORIGIN=${azure.url}
PORT=1
`,
    );
    const child = start(['--port', '0', '--json'], { RESOURCE_NAME: 'mine' });
    const [{ url, users: shownUsers }, shown] = await Promise.all([
      ready(child),
      shownOn(child.stderr),
    ]);
    expect(shownUsers).toEqual([{ name: 'zoe', key: 'sk-CANARY' }]);
    expect(shown.split('\nReading')[0]).toBe(
      `From .env: AZURE_AUTHKEY, CHIT_USERS, DEPLOY_NAME_GPT4, LIMITS
From the environment: RESOURCE_NAME
The environment wins over .env: RESOURCE_NAME
DEPLOY_NAME_GPT5 is ignored: there is no such variable; did you mean DEPLOY_NAME_GPT35?
Only the container uses PORT of .env; npm start has --port`,
    );
    const client = new OpenAI({ baseURL: url, apiKey: 'sk-CANARY', maxRetries: 0 });
    const ask = () =>
      client.chat.completions.create({
        model: 'gpt-4',
        messages: [{ role: 'user', content: 'hi' }],
      });
    expect((await ask()).choices).toHaveLength(1);
    await expect(ask()).rejects.toMatchObject({ status: 429, code: 'user_rate_exceeded' });
    await azure.close();
  });

  test('a stack that is named wins, and that is said', async () => {
    await writeFile(file, 'RESOURCE_NAME=CANARY\nAZURE_AUTHKEY=CANARY\n');
    const child = start(['--port', '0', '--json', '--stack', 'dev']);
    const [{ users }, shown] = await Promise.all([ready(child), shownOn(child.stderr)]);
    expect(users[0]?.name).toBe('alice');
    expect(shown).toMatch(
      /^Not used, because --stack names a stack: RESOURCE_NAME, AZURE_AUTHKEY\. Without --stack/,
    );
    expect(shown).not.toContain('CANARY');
  });
});

test('--help prints the options and ends', async () => {
  const { stdout, code } = await run(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--stack');
});

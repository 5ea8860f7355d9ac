// The container as Docker would run it: what the Dockerfile copies, its command and its variables,
// as a process in front of the stand-in for Azure.
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pieceName } from '../../infra/bindings/binding-text.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { startAzure, type AzureStandIn } from '../../azure-stand-in/server.ts';
import { assembleImage, runInImage, type Image } from './image.ts';
import { startContainer, type Container, type Variables } from './running-container.ts';

const AZURE_KEY = 'CANARY-azure-key';
const USER_KEY = 'sk-CANARY-user-key';

const SEED = {
  RESOURCE_NAME: 'Acc',
  AZURE_AUTHKEY: AZURE_KEY,
  CHIT_USERS: encodeUsers([{ name: '张三', key: USER_KEY }]),
  DEPLOY_NAME_GPT35: 'gpt-5.4-mini',
  DEPLOY_NAME_GPT4: 'gpt-4o',
};

let image: Image;
let azure: AzureStandIn;
const running = new Set<Container>();

beforeAll(async () => {
  image = await assembleImage();
});
afterAll(() => rm(image.folder, { recursive: true }));
beforeEach(async () => {
  azure = await startAzure({
    accounts: [
      {
        subdomain: 'acc',
        keys: [AZURE_KEY],
        deployments: [
          { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
          { name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' },
        ],
      },
    ],
    record: true,
  });
});
afterEach(async () => {
  for (const container of running) await container.stop();
  await azure.close();
});

/** Starts one in front of the stand-in. It is stopped after the test. */
async function start(variables: Variables): Promise<Container> {
  const container = await startContainer(image, { AZURE_ORIGIN: azure.url, ...variables });
  running.add(container);
  void container.exit.then(() => running.delete(container));
  return container;
}

/** Runs a command of the image to its end. */
async function run(command: readonly string[], variables: Variables) {
  const child = runInImage(image, command, variables);
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code: exit[0] as unknown };
}

function clientOf({ port }: Container, apiKey = USER_KEY): OpenAI {
  return new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey, maxRetries: 0 });
}

async function chat(client: OpenAI, model: string): Promise<string> {
  const answer = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'one two' }],
  });
  return answer.choices[0]?.message.content ?? '';
}

/** A stream of which the first events have come and the rest waits for `azure.release('rest')`. */
async function heldStream(container: Container) {
  const stream = await clientOf(container).chat.completions.create(
    { model: 'gpt-4', messages: [{ role: 'user', content: 'one two three four' }], stream: true },
    { headers: { 'x-ms-fault': 'stall-after=4; hold=rest' } },
  );
  const chunks = stream[Symbol.asyncIterator]();
  await chunks.next();
  return chunks;
}

/** A connection that has had its answer. The container closes it when it begins to stop. */
async function idleConnection({ port }: Container): Promise<{ readonly closed: Promise<unknown> }> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'data');
  return { closed: once(socket.resume(), 'close') };
}

async function listFiles(): Promise<readonly string[]> {
  return (await readdir(image.folder, { recursive: true })).toSorted();
}

test("serves with the JavaScript proxies' variables alone, one line of log a request", async () => {
  const before = await listFiles();
  const container = await start(SEED);
  expect(await chat(clientOf(container), 'gpt-4')).toContain('one two');
  const stream = await clientOf(container).chat.completions.create({
    model: 'gpt-3.5-turbo',
    messages: [{ role: 'user', content: 'three four' }],
    stream: true,
  });
  let streamed = '';
  for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? '';
  expect(streamed).toContain('three four');
  await expect(chat(clientOf(container, AZURE_KEY), 'gpt-4')).rejects.toMatchObject({
    status: 401,
  });
  container.signal('SIGTERM');
  expect(await container.exit).toEqual([0, null]);

  const lines = (await container.stdout).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { user: '张三', model: 'gpt-4', status: 200 },
    { user: '张三', model: 'gpt-3.5-turbo', status: 200, outcome: 'complete' },
    { status: 401, error: 'invalid_api_key' },
  ]);
  expect(await container.stderr).toMatch(
    /^Listening on 127\.0\.0\.1, port \d+\. Models: gpt-3\.5-turbo, .*, gpt-4, .*\nStopped\.\n$/,
  );
  expect(`${lines.join()}${await container.stderr}`).not.toContain('CANARY');
  // Nothing is written where the image's own files are.
  expect(await listFiles()).toEqual(before);
});

test("serves with the stack's variables, long ones in several parts", async () => {
  const users = encodeUsers([{ name: 'alice', key: USER_KEY }]);
  const parts = users.match(/.{1,16}/g) ?? [];
  const container = await start({
    MODELS: JSON.stringify([{ id: 'gpt-5.4-mini', aliases: ['mini'] }]),
    BACKENDS: JSON.stringify([{ name: 'sweden', endpoint: 'https://acc.openai.azure.com' }]),
    BACKEND_KEYS: JSON.stringify({ sweden: AZURE_KEY }),
    ...Object.fromEntries(parts.map((part, index) => [pieceName('CHIT_USERS', index), part])),
  });
  expect(parts.length).toBeGreaterThan(2);
  expect(await chat(clientOf(container), 'mini')).toContain('one two');
});

test("without users and key of its own, the caller's key is Azure's", async () => {
  const container = await start({ RESOURCE_NAME: 'acc', DEPLOY_NAME_GPT4: 'gpt-4o' });
  expect(await chat(clientOf(container, AZURE_KEY), 'gpt-4')).toContain('one two');
  expect(azure.requests[0]?.headers['api-key']).toBe(AZURE_KEY);
  await container.stop();
  expect(await container.stderr).toMatch(
    /^Listening .*, gpt-4o\. There are no users: callers' keys are passed on to Azure\n/,
  );
});

test('names variables for deployments that do not exist, and starts', async () => {
  const container = await start({
    ...SEED,
    DEPLOY_NAME_GTP4: 'CANARY',
    DEPLOY_NAME_O3: 'CANARY',
    DEPLOY_NAME_EMPTY: '',
  });
  await container.stop();
  const [guessed, listed, listens] = (await container.stderr).split('\n');
  expect(guessed).toBe(
    'DEPLOY_NAME_GTP4 is ignored: there is no such variable; did you mean DEPLOY_NAME_GPT4?',
  );
  expect(listed).toMatch(
    /^DEPLOY_NAME_O3 is ignored: there is no such variable; known are DEPLOY_NAME_GPT35, .*, DEPLOY_NAME_DALLE3$/,
  );
  expect(listens).toMatch(/^Listening on/);
  expect(await container.stderr).not.toContain('CANARY');
});

test('takes JSON that was cut at quotes', async () => {
  const container = await start({
    MODELS: '[{"id":',
    MODELS_2: '"gpt-4o"',
    MODELS_3: '}]',
    BACKENDS: JSON.stringify([{ name: 'sweden', endpoint: 'https://acc.openai.azure.com' }]),
    BACKEND_KEYS: JSON.stringify({ sweden: AZURE_KEY }),
    CHIT_USERS: SEED.CHIT_USERS,
  });
  expect(await chat(clientOf(container), 'gpt-4o')).toContain('one two');
});

test('listens on the address and port of the image by default, and is healthy', async () => {
  expect(image.env).toEqual({ LISTEN_ADDRESS: '0.0.0.0', PORT: '8787' });
  const container = await start({ ...SEED, LISTEN_ADDRESS: '0.0.0.0' });
  expect(await run(image.healthCommand, { ...SEED, PORT: container.port })).toEqual({
    stdout: '',
    stderr: '',
    code: 0,
  });
});

test('is not healthy when nothing listens, nor when something else answers', async () => {
  const server = createHttpServer((_, response) => {
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const PORT = String((server.address() as AddressInfo).port);
  expect(await run(image.healthCommand, { ...SEED, PORT })).toEqual({
    stdout: '',
    stderr: 'Not healthy: it answers 503\n',
    code: 1,
  });
  server.close();
  await once(server, 'close');
  expect(await run(image.healthCommand, { ...SEED, PORT })).toEqual({
    stdout: '',
    stderr: `Not healthy: connect ECONNREFUSED 127.0.0.1:${PORT}\n`,
    code: 1,
  });
});

describe('on SIGTERM', () => {
  test('completes a running stream, accepts no other request, and ends with 0', async () => {
    const container = await start({ ...SEED, STOP_GRACE_SECONDS: '3600' });
    const chunks = await heldStream(container);
    const idle = await idleConnection(container);
    container.signal('SIGTERM');
    await idle.closed;
    const late = fetch(`http://127.0.0.1:${container.port}/health`).then(
      () => 'answered',
      () => 'reset',
    );
    azure.release('rest');
    const rest = [];
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      rest.push(next.value);
    }
    expect(rest.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(await late).toBe('reset');
    expect(await container.exit).toEqual([0, null]);
    expect(await container.stderr).toMatch(/\nStopped\.\n$/);
    expect(await container.stdout).toContain('"outcome":"complete"');
  });

  test('cuts a stream that outlasts STOP_GRACE_SECONDS, and ends with 0', async () => {
    const container = await start({ ...SEED, STOP_GRACE_SECONDS: '0' });
    const chunks = await heldStream(container);
    container.signal('SIGTERM');
    const drained = async () => {
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next());
    };
    await expect(drained()).rejects.toThrow();
    expect(await container.exit).toEqual([0, null]);
    expect(await container.stderr).toMatch(
      /\nStopped\. Answers that took more than 0 s were cut off \(STOP_GRACE_SECONDS\)\.\n$/,
    );
  });
});

describe('does not start, prints the reason and ends with 1', () => {
  const head = 'The gateway does not start with these variables:\n';
  test.each<[string, Variables, string]>([
    [
      'users without the Azure key',
      { ...SEED, AZURE_AUTHKEY: '' },
      '  AZURE_AUTHKEY is missing. With CHIT_USERS, the keys of users are not Azure keys\n',
    ],
    [
      'the Azure key without users',
      { ...SEED, CHIT_USERS: '' },
      '  CHIT_USERS is missing. Without it anyone could use your Azure accounts\n',
    ],
    [
      'users that are no base64 and a port that is none',
      { ...SEED, CHIT_USERS: 'CANARY!', PORT: 'CANARY' },
      '  CHIT_USERS is not base64: it has characters that base64 does not have. Encode it again: base64 of a JSON list in UTF-8\n' +
        '  PORT takes a number from 0 to 65535\n',
    ],
    [
      'values in quotes, which an .env file for Docker must not have',
      { ...SEED, RESOURCE_NAME: `"Acc"`, CHIT_USERS: `'${SEED.CHIT_USERS}'`, PORT: `"0"` },
      '  PORT has quotes around its value, which docker run keeps. Remove them\n' +
        '  RESOURCE_NAME has quotes around its value, which docker run keeps. Remove them\n' +
        '  CHIT_USERS has quotes around its value, which docker run keeps. Remove them\n',
    ],
    [
      'no variable at all',
      {},
      '  RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource\n',
    ],
    [
      'no deployment',
      { RESOURCE_NAME: 'CANARY' },
      '  There is no model: set DEPLOY_NAME_GPT4, or another DEPLOY_NAME_ variable, to the name of a deployment\n',
    ],
    [
      'a key of no backend',
      {
        MODELS: '[{"id":"x"}]',
        BACKENDS: '[{"name":"a","endpoint":"https://b"}]',
        BACKEND_KEYS: '{"c":"CANARY"}',
        CHIT_USERS: SEED.CHIT_USERS,
      },
      '  BACKEND_KEYS has a member that is not a backend of BACKENDS with a key\n  BACKEND_KEYS has no key for the backend a\n',
    ],
    [
      'values of its own variables',
      {
        ...SEED,
        LISTEN_ADDRESS: 'CANARY',
        STOP_GRACE_SECONDS: '-1',
        AZURE_ORIGIN: 'http://CANARY@host/',
      },
      '  LISTEN_ADDRESS takes an IP address, such as 0.0.0.0\n' +
        '  STOP_GRACE_SECONDS takes a number of seconds from 0 to 3600\n' +
        '  AZURE_ORIGIN takes an address without a path, such as http://127.0.0.1:8788\n',
    ],
  ])('%s', async (_, variables, faults) => {
    expect(await run(image.command, variables)).toEqual({
      stdout: '',
      stderr: `${head}${faults}`,
      code: 1,
    });
  });

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const LISTEN_ADDRESS = '127.0.0.1';
    expect(await run(image.command, { ...SEED, LISTEN_ADDRESS, PORT: String(port) })).toEqual({
      stdout: '',
      stderr: `Port ${port} of 127.0.0.1 is in use. Set PORT to another one.\n`,
      code: 1,
    });
    server.close();
  });

  test('a system without CA certificates', async () => {
    const nowhere = { SSL_CERT_FILE: '/nowhere', SSL_CERT_DIR: '/nowhere' };
    expect(await run(image.command, { ...SEED, ...nowhere, PORT: '0' })).toEqual({
      stdout: '',
      stderr:
        'This system has no CA certificates, so the identity of Azure cannot be verified. Install the package ca-certificates, or set SSL_CERT_FILE.\n',
      code: 1,
    });
  });
});

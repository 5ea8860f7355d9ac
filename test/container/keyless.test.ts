// A container that signs in to Microsoft Entra, from its variables to Azure's answer.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { calculateJwkThumbprint, decodeProtectedHeader, type JWK } from 'jose';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startAzure, type AzureStandIn } from '../../azure-stand-in/server.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { assembleImage, type Image } from './image.ts';
import { startContainer, type Container, type Variables } from './running-container.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const PRINCIPAL = '99999999-8888-7777-6666-555555555555';
/** Cognitive Services OpenAI User. */
const ROLE = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const HOST = 'gateway.example.com';
const USER_KEY = 'sk-CANARY-user-key';

const FIRST = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const SECOND = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
});

let image: Image;
let azure: AzureStandIn;
let container: Container | undefined;

beforeAll(async () => {
  image = await assembleImage();
});
afterAll(() => rm(image.folder, { recursive: true }));
beforeEach(async () => {
  azure = await startAzure({
    accounts: [
      {
        subdomain: 'acc',
        keys: [],
        isKeyless: true,
        roles: [{ principalId: PRINCIPAL, roleId: ROLE }],
        deployments: [{ name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' }],
      },
    ],
    entra: {
      tenantId: TENANT,
      identities: [
        {
          clientId: CLIENT,
          principalId: PRINCIPAL,
          credentials: [
            {
              issuer: `https://${HOST}`,
              subject: 'gateway',
              audiences: ['api://AzureADTokenExchange'],
            },
          ],
        },
      ],
      // The server with TLS in front of the container passes the Host header on.
      issuerOrigin: (issuer) =>
        issuer === `https://${HOST}`
          ? new URL(`http://127.0.0.1:${container?.port ?? ''}`)
          : undefined,
    },
    record: true,
  });
});
afterEach(async () => {
  await container?.stop();
  container = undefined;
  await azure.close();
});

function variables(key: Variables): Variables {
  return {
    AZURE_ORIGIN: azure.url,
    MODELS: '[{"id":"gpt-4o"}]',
    BACKENDS: '[{"name":"sweden","endpoint":"https://acc.openai.azure.com","auth":"entra"}]',
    CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY }]),
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: CLIENT,
    ISSUER_HOST: HOST,
    ...key,
  };
}

async function chat({ port }: Container): Promise<string> {
  const client = new OpenAI({
    baseURL: `http://127.0.0.1:${port}/v1`,
    apiKey: USER_KEY,
    maxRetries: 0,
  });
  const answer = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'one two' }],
  });
  return answer.choices[0]?.message.content ?? '';
}

/** The published keys, as a request on the issuer's host sees them. */
function readKeys({ port }: Container): Promise<{ readonly keys: readonly JWK[] }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: '/.well-known/jwks.json', headers: { host: HOST } },
      (response) => {
        void text(response).then((body) => {
          resolve(JSON.parse(body) as { keys: JWK[] });
        }, reject);
      },
    );
    sent.on('error', reject).end();
  });
}

test('calls an account that refuses keys, and publishes every key but signs with the first', async () => {
  const oneLine = `${FIRST}${SECOND}`.replaceAll('\n', String.raw`\n`);
  container = await startContainer(image, variables({ SIGNING_KEY: oneLine }));
  expect(await chat(container)).toContain('one two');
  expect(await chat(container)).toContain('one two');

  const { keys } = await readKeys(container);
  const thumbprints = await Promise.all(keys.map((key) => calculateJwkThumbprint(key)));
  expect(keys.map(({ kid }) => kid)).toEqual(thumbprints);
  expect(thumbprints).toHaveLength(2);
  const assertions = azure.tokenRequests.map(({ form }) => form['client_assertion'] ?? '');
  expect(assertions.map((each) => decodeProtectedHeader(each).kid)).toEqual([thumbprints[0]]);
  expect(azure.requests.map(({ headers }) => Object.keys(headers))).not.toContainEqual(
    expect.arrayContaining(['api-key']),
  );
});

test('takes the key from a file, and shows it nowhere', async () => {
  const file = join(image.folder, 'signing-key.pem');
  await writeFile(file, SECOND, { mode: 0o600 });
  container = await startContainer(image, variables({ SIGNING_KEY_FILE: file }));
  expect(await chat(container)).toContain('one two');
  const { pid } = container;
  const commandLine = process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`) : '';
  await container.stop();

  const secret = SECOND.split('\n')[1] ?? 'no line';
  const shown = `${await container.stdout}${await container.stderr}${commandLine.toString()}`;
  expect(shown).toContain('"user":"alice"');
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain(azure.tokenRequests[0]?.form['client_assertion']);
});

test('tells the operator what Entra refused', async () => {
  const other = variables({ SIGNING_KEY: FIRST, ISSUER_HOST: 'other.example.com' });
  container = await startContainer(image, other);
  await expect(chat(container)).rejects.toMatchObject({
    status: 503,
    code: 'azure_access_not_ready',
  });
  await container.stop();
  expect(JSON.parse(await container.stdout)).toMatchObject({
    status: 503,
    entra: 'AADSTS700211',
    advice: expect.stringContaining('letter for letter') as string,
  });
});

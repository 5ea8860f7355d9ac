// What the roles on an account allow to a caller with a token.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { chatBody, classic, KEY, V1_CHAT } from '../client.ts';
import { GA, PREVIEW, RESPONSES, VOICE_ACCOUNT } from '../sockets/socket-client.ts';
import { bearer, call, startWith, type Role } from './callers.ts';
import { PRINCIPAL, type Tenant } from './tenant.ts';

const HELLO = chatBody('Hello');
const CLASSIC_CHAT = classic('mini', 'chat/completions');

test('without a role, or with one that allows nothing here, the operation is refused with 401', async () => {
  for (const tenant of [await startWith([]), await startWith(['reader'])]) {
    expect(await call(tenant, await bearer(tenant), CLASSIC_CHAT)).toEqual([
      401,
      {
        error: {
          code: 'PermissionDenied',
          message: `The principal \`${PRINCIPAL}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action\` to perform \`POST /openai/deployments/{deployment-id}/chat/completions\` operation.`,
        },
      },
    ]);
  }
});

const SPEECH = { model: 'mini', input: 'Hello', voice: 'alloy' };

/** What each role may do. 404 and 400 come after the check of roles. */
test.each<
  readonly [method: string, path: string, body: unknown, allowed: readonly Role[], action: string]
>([
  ['POST', '/openai/v1/chat/completions', HELLO, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/embeddings', { model: 'embed', input: 'x' }, ['user', 'contributor'], ''],
  ['POST', '/openai/v1/images/generations', {}, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/audio/speech', SPEECH, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/responses', {}, ['user', 'contributor', 'allServices'], ''],
  ['DELETE', '/openai/v1/responses/resp_1', {}, ['user', 'contributor', 'allServices'], ''],
  ['GET', '/openai/v1/models', {}, ['user', 'contributor', 'allServices'], ''],
  ['GET', '/openai/v1/files', {}, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/files', {}, ['contributor', 'allServices'], 'files/write'],
  ['DELETE', '/openai/v1/files/file-1', {}, ['contributor', 'allServices'], 'files/delete'],
  ['POST', '/openai/v1/uploads', {}, ['contributor', 'allServices'], 'files/write'],
  ['GET', '/openai/v1/batches', {}, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/batches', {}, ['contributor', 'allServices'], 'batch-jobs/write'],
  ['POST', '/openai/v1/batches/b/cancel', {}, ['contributor'], 'batches/cancel/action'],
  ['POST', '/openai/v1/vector_stores', {}, ['user', 'contributor', 'allServices'], ''],
  ['POST', '/openai/v1/containers', {}, ['contributor', 'allServices'], 'containers/write'],
  ['POST', '/openai/v1/fine_tuning/jobs', {}, ['contributor'], 'fine-tunes/write'],
  ['GET', '/openai/v1/fine_tuning/jobs', {}, ['user', 'contributor'], ''],
])('%s %s', async (method, path, body, allowed, action) => {
  for (const role of ['user', 'contributor', 'reader', ...allowed] as const) {
    const tenant = await startWith([role]);
    const [status, answer] = await call(tenant, await bearer(tenant), path, { method, body });
    if (allowed.includes(role)) {
      expect([role, status]).not.toEqual([role, 401]);
    } else {
      expect([role, status]).toEqual([role, 401]);
      expect(JSON.stringify(answer)).toContain(`accounts/OpenAI/${action}`);
    }
  }
});

test('a model of another maker needs Cognitive Services User', async () => {
  const deployments = [{ name: 'deep', model: 'DeepSeek-V4-Pro' }];
  const body = { ...HELLO, model: 'deep' };
  for (const [roles, status] of [
    [['user', 'contributor'], 401],
    [['user', 'allServices'], 200],
    [['allServices'], 200],
  ] as const) {
    const tenant = await startWith(roles, { deployments });
    const headers = await bearer(tenant);
    expect((await call(tenant, headers, V1_CHAT, { body }))[0]).toBe(status);
    const inference = '/models/chat/completions?api-version=2024-05-01-preview';
    expect((await call(tenant, headers, inference, { body }))[0]).toBe(status);
  }
});

/** Undefined when the socket opens, else the status and the answer in its place. */
async function dial({ standIn }: Tenant, path: string, headers: Readonly<Record<string, string>>) {
  const socket = new WebSocket(`ws://127.0.0.1:${standIn.port}${path}`, { headers });
  socket.on('error', () => undefined);
  const refusal = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
  const response = await Promise.race([
    once(socket, 'open').then(() => undefined),
    refusal.then(([, answer]) => answer),
  ]);
  if (response === undefined) {
    socket.close();
    return undefined;
  }
  return [response.statusCode, await text(response)] as const;
}

test.each([GA, PREVIEW, RESPONSES])(
  'the WebSocket %s takes tokens, and checks roles',
  async (path) => {
    const { deployments } = VOICE_ACCOUNT;
    const tenant = await startWith(['user'], { deployments, isKeyless: true });
    expect(await dial(tenant, path, await bearer(tenant))).toBe(undefined);
    expect(await dial(tenant, path, { 'api-key': KEY })).toMatchObject([
      403,
      expect.stringContaining('AuthenticationTypeDisabled'),
    ]);
    expect(await dial(tenant, path, {})).toMatchObject([
      401,
      expect.stringContaining('Access token'),
    ]);
    const reader = await startWith(['reader'], { deployments });
    expect(await dial(reader, path, await bearer(reader))).toMatchObject([
      401,
      expect.stringMatching(/PermissionDenied.*(realtime\/action|responses\/write)/),
    ]);
  },
);

// Credentials for Cloudflare are checked before anything is registered, also in a preview.
import { describe, expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { answerWith } from '../../support/pulumi/providers.ts';
import type { Invoked } from '../../support/pulumi/recording.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import { STACK_RESOURCE } from '../../support/project.ts';
import { said } from '../../support/pulumi/view.ts';
import { readStack } from '../stacks/stack-files.ts';

const MINIMAL = await readStack('minimal');

function preview(env: Readonly<Record<string, string>>, more = '') {
  const stackYaml = `${MINIMAL}${more}`;
  return evaluateProgram({
    stackYaml,
    preview: true,
    env: { CLOUDFLARE_API_TOKEN: '', ...env },
  });
}

test('no credentials are a fault, like the other ones', async () => {
  await expect(preview({}, '  protect: maybe\n')).rejects.toThrow();
  await expect(preview({})).rejects.toThrow(
    /has 1 fault:\n {2}CLOUDFLARE_API_TOKEN: missing; .*`export CLOUDFLARE_API_TOKEN=<token>`.*--stack dev cloudflare:apiToken --secret/,
  );
  await expect(preview({ CLOUDFLARE_API_KEY: 'key' })).rejects.toThrow('has 1 fault');
});

test.each([
  ['a token', { CLOUDFLARE_API_TOKEN: 'token' }, ''],
  ['a key and an e-mail address', { CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.org' }, ''],
  ['a user service key', { CLOUDFLARE_API_USER_SERVICE_KEY: 'k' }, ''],
  ['a token in the stack file', {}, '  cloudflare:apiToken: { secure: token }\n'],
])('%s will do', async (_, env, more) => {
  expect(said(await preview(env, more))).toEqual([]);
});

/** As the provider words it: https://github.com/cloudflare/terraform-provider-cloudflare/issues */
function answered(status: string, code: number) {
  return `failed to make http request: GET "https://api.cloudflare.com/client/v4/accounts/0/workers/scripts": ${status} {"success":false,"errors":[{"code":${code},"message":"…"}]}`;
}

function refusing(message: string) {
  return {
    stackYaml: MINIMAL,
    preview: true,
    answerInvoke: (invoked: Invoked) => {
      if (invoked.token.startsWith('cloudflare:')) throw new Error(message);
      return answerWith(new Map())(invoked);
    },
  };
}

describe('an answer of Cloudflare to a read:', () => {
  test.each([
    [
      '403 Forbidden',
      10000,
      /refuses the credentials.*\(HTTP 403, code 10000\).*Workers Scripts: Edit/,
    ],
    ['400 Bad Request', 9109, /refuses the credentials.*code 9109/],
    ['401 Unauthorized', 1, /refuses the credentials.*HTTP 401/],
    [
      '404 Not Found',
      7003,
      /does not know the account 0123456789abcdef.*code 7003.*cloudflareAccountId/,
    ],
  ])('%s, code %i, ends the preview', async (status, code, message) => {
    await expect(evaluateProgram(refusing(answered(status, code)))).rejects.toThrow(message);
  });

  test('a wrong token is one line, and nothing is registered', async ({ signal }) => {
    const run = await runProgram({ ...refusing(answered('403 Forbidden', 10000)), signal });
    expect(said(run)).toEqual([expect.stringMatching(/^error: Cloudflare refuses .*TOKEN\.$/)]);
    expect(run.resources.map(({ name }) => name)).toEqual([STACK_RESOURCE]);
  });

  test.each([answered('502 Bad Gateway', 1), 'dial tcp: no such host'])(
    '%s is a warning',
    async (message) => {
      const run = await evaluateProgram(refusing(message));
      expect(said(run)).toEqual([
        expect.stringMatching(/^warning: Cloudflare's API did not list .*not checked: /),
      ]);
    },
  );
});

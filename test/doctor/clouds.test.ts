// Which of Azure's clouds gets a credential.
import { expect, test } from 'vitest';
import type { Ask } from '../../doctor/context/ask.ts';
import { azureCloud } from '../../doctor/context/addresses.ts';
import { findToken } from '../../doctor/azure/tokens.ts';
import { CONFIG, lineOf, openStack } from './checked-stack.ts';

const CHINA = {
  login: 'https://login.chinacloudapi.cn',
  resource: 'https://management.chinacloudapi.cn/',
  audience: 'api://AzureADTokenExchangeChina',
};

test.each([
  [undefined, 'https://login.microsoftonline.com'],
  ['', 'https://login.microsoftonline.com'],
  ['Public', 'https://login.microsoftonline.com'],
  ['USGovernment', 'https://login.microsoftonline.us'],
  ['china', CHINA.login],
])('%s signs in at %s', (name, login) => {
  expect(azureCloud(name).login).toBe(login);
});

/** What is sent where, in the cloud that the stack or the environment names. */
async function signIn(config: string, env: NodeJS.ProcessEnv) {
  const context = await openStack({ config, env, cloud: 'of the stack' });
  const asked: { readonly url: string; readonly sent: string }[] = [];
  const ask: Ask = (url, { body } = {}) => {
    asked.push({ url, sent: body instanceof URLSearchParams ? body.toString() : '' });
    const json = { value: 'token-of-the-pipeline', access_token: 'token-of-azure-CANARY' };
    return Promise.resolve({ status: 200, headers: new Headers(), text: '', json });
  };
  await findToken({ ...context, env, ask });
  return asked;
}

const APP = { ARM_TENANT_ID: 'tenant', ARM_CLIENT_ID: 'application' };
const IN_CHINA = `  azure-native:environment: china\n${CONFIG}`;

test('in a national cloud, address, scope and audience are its own', async () => {
  const [runner, entra] = await signIn(IN_CHINA, {
    ...APP,
    ARM_USE_OIDC: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://runner.example/token',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer-of-the-runner',
  });
  expect(new URL(runner?.url ?? '').searchParams.get('audience')).toBe(CHINA.audience);
  expect(entra?.url).toBe(`${CHINA.login}/tenant/oauth2/v2.0/token`);
  expect(new URLSearchParams(entra?.sent).get('scope')).toBe(`${CHINA.resource}.default`);
});

test("a machine's identity is asked for the cloud's resource", async () => {
  const [machine] = await signIn(IN_CHINA, { ARM_USE_MSI: 'true' });
  expect(new URL(machine?.url ?? '').searchParams.get('resource')).toBe(CHINA.resource);
});

test.each([
  ['', { ARM_ENVIRONMENT: 'german' }],
  ['  azure-native:environment: german\n', { ARM_ENVIRONMENT: 'public' }],
])('an unknown name is a failure, and nothing is sent', async (config, env) => {
  const asked: string[] = [];
  const context = await openStack({
    config: config + CONFIG,
    env,
    cloud: 'of the stack',
    answer: (path) => {
      asked.push(path);
      return undefined;
    },
  });
  expect(await lineOf('azure-login', context)).toMatchObject({
    status: 'failed',
    found: 'Azure has no cloud named german',
    advice: expect.stringContaining('one of public, usgovernment, china') as string,
  });
  expect(asked).toEqual([]);
});

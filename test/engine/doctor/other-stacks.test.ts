// Stacks before their first `up`, and stacks that need less.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER } from '../../../azure-stand-in/clouds/subscription/roles.ts';
import { ALL_CHECKS } from '../../../doctor/all-checks.ts';
import type { Line } from '../../../doctor/check.ts';
import { PUBLIC_CLOUD } from '../../../doctor/context/addresses.ts';
import { openContext } from '../../../doctor/context/context.ts';
import { runChecks } from '../../../doctor/run-checks.ts';
import { cloudVariables } from '../../../rehearsal/for-doctor.ts';
import { CLOUDFLARE_ACCOUNT, startOperator, type Operator } from '../operator/operator.ts';
import { NOW } from './deployed-stack.ts';

const MODELS = `  cloudflareAccountId: ${CLOUDFLARE_ACCOUNT}
  workersDevSubdomain: rehearsal
  models:
    - name: gpt-5.4-mini
      version: '2026-03-17'
  users:
    - name: alice
`;

let operator: Operator;
beforeAll(async () => {
  operator = await startOperator();
});
afterAll(() => operator[Symbol.asyncDispose]());

async function diagnose(config: string, env: NodeJS.ProcessEnv = {}) {
  await operator.writeStack(config);
  return examine(env);
}

async function examine(env: NodeJS.ProcessEnv) {
  const { clouds, folder, environment } = operator;
  const context = openContext({
    ...{ root: folder, project: folder, stack: 'dev', images: false, now: () => NOW },
    env: { ...environment, ...cloudVariables(clouds), ...env },
    addresses: {
      cloud: { ...PUBLIC_CLOUD, azure: clouds.azureUrl, login: clouds.loginUrl },
      machine: '',
    },
    deadline: () => new AbortController().signal,
  });
  const lines: Line[] = [];
  for await (const line of runChecks(ALL_CHECKS, context)) lines.push(line);
  return { lines, of: (id: string) => lines.find((line) => line.id === id) };
}

test('before the first up nothing is red, and the lines about the gateway wait for it', async () => {
  const { lines, of } = await diagnose(MODELS);
  expect(lines.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(of('deployed')).toEqual({
    ...{ id: 'deployed', title: 'Deployment', status: 'skipped' },
    found: 'the stack is not deployed yet',
    advice: 'When the lines above are in order: npm run up',
  });
  expect(of('address')?.found).toBe('needs the line "Deployment" to be in order');
  expect(of('quota')?.status).toBe('ok');
});

test('a stack of accounts with their keys needs no login to Azure', async () => {
  const asked = operator.clouds.traffic.log.length;
  await operator.writeStack(`${MODELS}  regions:\n    - account: somebody\n      key: ''\n`);
  const key = ['--path', 'regions[0].key', '--secret', 'azure-key-0123456789'];
  expect(await operator.pulumi(['config', 'set', ...key])).toMatchObject({ exitCode: 0 });
  const { of } = await examine({ ARM_CLIENT_SECRET: undefined });
  for (const id of ['azure-login', 'subscription', 'providers', 'rights', 'models', 'quota']) {
    expect(of(id)?.found).toMatch(/^the stack names accounts with their keys/);
  }
  const clouds = operator.clouds.traffic.log.slice(asked).map(({ cloud }) => cloud);
  expect(new Set(clouds)).toEqual(new Set(['cloudflare']));
});

test('rights in the resource group of the stack are enough', async () => {
  const { subscription } = operator.clouds;
  subscription.permissions = [];
  subscription.permissionsIn.set('team', [OWNER]);
  expect((await diagnose(`${MODELS}  resourceGroup: team\n`)).of('rights')?.status).toBe('ok');
  expect((await diagnose(MODELS)).of('rights')).toMatchObject({
    status: 'failed',
    found: expect.stringContaining('resourceGroups/write') as string,
  });
});

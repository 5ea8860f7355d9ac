// Everything that can be wrong with a stack: exactly the right line is red. Its advice makes it green, or, where
// the fault is not in the stack's reach, the end of the fault.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OWNER } from '../../../azure-stand-in/clouds/subscription/roles.ts';
import type { Line } from '../../../doctor/check.ts';
import { toJson, toMarkdown } from '../../../doctor/report/for-machines.ts';
import { showLine } from '../../../doctor/report/text.ts';
import { CLOUDFLARE_TOKEN } from '../operator/operator.ts';
import { AZURE_FAULTS } from './azure-faults.ts';
import { CLOUDFLARE_FAULTS } from './cloudflare-faults.ts';
import { deployStack, STACK, type DeployedStack, type Setup } from './deployed-stack.ts';
import { GATEWAY_FAULTS } from './gateway-faults.ts';
import { MACHINE_FAULTS } from './machine-faults.ts';

let stack: DeployedStack;
let sound: Setup;
const shown: string[] = [];

beforeAll(async () => {
  stack = await deployStack();
  sound = { ...stack.setup };
});
afterAll(() => stack[Symbol.asyncDispose]());

/** As after the deployment, whatever the test before has left. */
beforeEach(async () => {
  const { clouds, setup, operator } = stack;
  Object.assign(setup, sound);
  const { gateway, accounts } = stack.deployed;
  setup.addresses = { ...sound.addresses, gateway };
  stack.accounts.splice(0, stack.accounts.length, ...accounts);
  clouds.traffic.heal();
  clouds.offers.withdrawn.clear();
  clouds.offers.retires.clear();
  clouds.offers.usedElsewhere.clear();
  clouds.subscription.permissions = [OWNER];
  Object.assign(clouds.login.app, {
    clientSecret: sound.env['ARM_CLIENT_SECRET'],
    trustsPipeline: true,
    hasIdentity: true,
  });
  Object.assign(clouds.cloudflare.token, {
    text: CLOUDFLARE_TOKEN,
    owner: 'user',
    expires: undefined,
    status: 'active',
  });
  clouds.cloudflare.token.rights.delete('tokens');
  await operator.writeStack(STACK);
  await rm(join(operator.folder, 'users.dev.yaml'), { force: true });
});

/** The lines, also kept in all their forms. */
async function diagnose(): Promise<readonly Line[]> {
  const lines = await stack.diagnose();
  shown.push(toJson(lines), toMarkdown(lines), ...lines.map((line) => showLine(line, true)));
  return lines;
}

function idsOf(lines: readonly Line[], status: Line['status']): readonly string[] {
  return lines.filter((line) => line.status === status).map(({ id }) => id);
}

/** What this stack does not use or the token does not show. */
const NOT_NEEDED = ['cloudflare-rights', 'prices'];

test('a sound stack is green', async () => {
  const lines = await diagnose();
  expect(lines.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(idsOf(lines, 'warning')).toEqual([]);
  expect(idsOf(lines, 'skipped')).toEqual(NOT_NEEDED);
});

test.each([...MACHINE_FAULTS, ...AZURE_FAULTS, ...CLOUDFLARE_FAULTS, ...GATEWAY_FAULTS])(
  '$what: the line $red is red, until the advice is followed',
  async ({ red, warns = [], says, advice, inject, follow }) => {
    await inject(stack);
    const lines = await diagnose();
    expect(idsOf(lines, 'failed'), JSON.stringify(lines, null, 1)).toEqual([red]);
    expect(idsOf(lines, 'warning')).toEqual(warns);
    const line = lines.find(({ id }) => id === red);
    expect([line?.found, ...(line?.details ?? []), line?.advice].join('\n')).toMatch(says);
    expect(line?.advice).toMatch(advice);
    for (const { id, status, found } of lines) {
      if (status === 'skipped' && !NOT_NEEDED.includes(id))
        expect(found).toMatch(/^needs the line/);
    }

    await follow(stack);
    const after = await diagnose();
    expect(after.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(idsOf(after, 'skipped').filter((id) => !NOT_NEEDED.includes(id))).toEqual([]);
  },
);

test('no line has shown a secret, in any form', () => {
  const { clouds, deployed, operator } = stack;
  const secrets = [
    CLOUDFLARE_TOKEN,
    'new-token-of-the-operator',
    String(sound.env['ARM_CLIENT_SECRET']),
    'another-secret-of-the-application',
    'the-new-secret-of-the-application',
    'not the passphrase of it',
    'sk-of-another-service-CANARY-9',
    clouds.login.runnerToken,
    ...deployed.plan.users.map(({ key }) => key),
    ...clouds.azure
      .all()
      .filter(({ kind }) => kind === 'account')
      .flatMap(({ id }) => clouds.azure.keysOf(id)),
  ];
  const all = shown.join('\n');
  expect(shown.length).toBeGreaterThan(1000);
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/operator\.[0-9a-f-]{36}\.token|pipeline\.[0-9a-f-]{36}\.token/);
  expect(operator.environment['PULUMI_CONFIG_PASSPHRASE']).toBeDefined();
});

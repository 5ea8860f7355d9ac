// From keys to tokens and back, one `up` for each step, and what is refused in between.
import { expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { find, said, workerView } from '../../support/pulumi/view.ts';
import { readStack } from '../stacks/stack-files.ts';
import { callsOf, keptStack } from '../stacks/kept-stack.ts';

const MINIMAL = await readStack('minimal');
const at = (auth: string) => `${MINIMAL}  azureAuth: ${auth}\n`;

/** What decides at Azure and at the gateway. */
function state(run: Run) {
  const { properties } = find(run, 'azure-swedencentral-account').inputs;
  const { backends, backendKeys } = workerView(run);
  return {
    takesKeys: (properties as { readonly disableLocalAuth: boolean }).disableLocalAuth
      ? 'no'
      : 'yes',
    sends: backends[0]?.auth ?? 'key',
    keys: Object.keys(backendKeys),
    read: callsOf(run, 'listAccountKeys'),
  };
}

test('four `up` to tokens, and three back', async () => {
  const stack = keptStack();
  const names = ['key', 'key-with-roles', 'entra-with-keys', 'entra', 'entra-with-keys'];
  const runs: Run[] = [];
  for (const auth of [...names, 'key-with-roles', 'key']) {
    const run = await stack.up(at(auth));
    expect(said(run)).toEqual([]);
    runs.push(run);
  }
  const region = ['swedencentral'];
  const withKey = { takesKeys: 'yes', sends: 'key', keys: region, read: 1 };
  const withBoth = { takesKeys: 'yes', sends: 'entra', keys: [], read: 0 };
  expect(runs.map(state)).toEqual([
    withKey,
    withKey,
    withBoth,
    { ...withBoth, takesKeys: 'no' },
    withBoth,
    withKey,
    withKey,
  ]);
  const steps = runs.slice(1).map((run, index) => changes(runs[index] ?? run, run));
  const made = steps[0] ?? [];
  expect(made.map((line) => line.replace(/credential-.*/, 'credential'))).toEqual([
    '+ identity',
    '+ identity-azure-swedencentral-role-openai-user',
    '+ identity-credential',
    '+ identity-gateway',
    '+ identity-group',
    '+ identity-signing-key-1',
    '~ gateway-script',
  ]);
  expect(steps.slice(1)).toEqual([
    ['~ gateway-script'],
    ['~ azure-swedencentral-account'],
    ['~ azure-swedencentral-account'],
    ['~ gateway-script'],
    made.map((line) => line.replace('+', '-')),
  ]);
  const [keys, roles, tokens] = runs;
  if (!keys || !roles || !tokens) throw new Error('runs are missing');
  expect(changedBindings(keys, roles)).toEqual(['ENTRA', 'ENTRA_KEY']);
  expect(changedBindings(roles, tokens)).toEqual(['BACKENDS', 'BACKEND_KEYS']);
});

test('a jump is refused in a preview too, and every region that jumps is named', async () => {
  const regions = '  regions:\n    - location: swedencentral\n    - location: eastus2\n';
  const stack = keptStack();
  await stack.up(MINIMAL + regions);
  const refused = stack.preview(at('entra') + regions);
  await expect(refused).rejects.toThrow(
    /region "swedencentral": .*commit `azureAuth: key-with-roles` first[^]*region "eastus2": .*`azureAuth: key-with-roles`/,
  );
  // One by one, in the regions' own settings.
  const mixed = (first: string, second: string) =>
    `${MINIMAL}  regions:\n    - { location: swedencentral, azureAuth: ${first} }\n    - { location: eastus2, azureAuth: ${second} }\n`;
  await stack.up(mixed('key-with-roles', 'key'));
  const run = await stack.up(mixed('entra-with-keys', 'key'));
  expect(workerView(run)).toMatchObject({
    backends: [{ name: 'swedencentral', auth: 'entra' }, { name: 'eastus2' }],
    backendKeys: { eastus2: expect.any(String) as unknown },
  });
  const roles = run.resources.filter(({ type }) => type.endsWith(':RoleAssignment'));
  expect(roles.map(({ name }) => name)).toEqual(['identity-azure-swedencentral-role-openai-user']);
  await expect(stack.up(mixed('entra-with-keys', 'entra'))).rejects.toThrow(
    /^(?!.*swedencentral)[^]*eastus2/,
  );
});

test('after an `up` that failed behind the upload, what the Worker does counts as well', async () => {
  const stack = keptStack();
  await stack.up(at('key-with-roles'));
  // The Worker sends tokens already; the stack's outputs are those before.
  await stack.up(at('entra-with-keys'), { outputsLost: true });
  await expect(stack.preview(at('key'))).rejects.toThrow(
    /"entra-with-keys".*commit `azureAuth: key-with-roles` first/,
  );
  await expect(stack.preview(at('entra'))).rejects.toThrow(/commit `azureAuth: entra-with-keys`/);
  await stack.up(at('entra-with-keys'));
  await stack.up(at('entra'));
});

test('a region that is new may begin anywhere', async () => {
  const stack = keptStack();
  await stack.up(`${MINIMAL}  regions:\n    - location: swedencentral\n`);
  const run = await stack.up(
    `${MINIMAL}  regions:\n    - location: swedencentral\n    - { location: eastus2, azureAuth: entra }\n`,
  );
  expect(workerView(run).backends.map(({ auth }) => auth)).toEqual([undefined, 'entra']);
});

test('without the state nothing is compared, and one warning says so', async () => {
  const stack = keptStack();
  await stack.up(MINIMAL);
  const run = await stack.up(at('key-with-roles'), {
    answerInvoke: ({ token }) => {
      if (token.startsWith('pulumi:')) throw new Error('the backend does not answer');
      return token.endsWith('listAccountKeys')
        ? { key1: 'azure-key-1', key2: 'azure-key-2' }
        : { results: [], subscriptionId: 'subscription' };
    },
  });
  expect(said(run)).toEqual([
    expect.stringMatching(
      /^warning: The stack's state cannot be read \(.*does not answer\).*Not checked: the steps of azureAuth/,
    ),
  ]);
});

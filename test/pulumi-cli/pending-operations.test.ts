// Which commands repair what an interrupted run left.
import { expect, test } from 'vitest';
import { readExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';
import { repairPending, type EndedRun } from '../../pulumi-cli/repair/pending-operations.ts';
import {
  ACCOUNT_ID,
  child,
  childUrn,
  COMPONENT,
  exported,
  GROUP_ID,
  INPUTS,
  PROJECT,
  RESOURCES,
  STACK,
} from './exports.ts';

const RUN: EndedRun = {
  command: 'up',
  stack: 'dev',
  yes: false,
  isSuccess: false,
};
const { stack, component, group, subdomain, account } = RESOURCES;
const before = [stack, component, group, subdomain];

function allCommands(json: string, run: Partial<EndedRun> = {}): readonly string[] {
  const lines = repairPending(readExportedStack(json), { ...RUN, ...run });
  return lines.filter((line) => line.startsWith('  ')).map((line) => line.slice(2));
}

/** Without the first one after a failure, which removes a lock. */
function commands(json: string, run: Partial<EndedRun> = {}): readonly string[] {
  return allCommands(json, run).filter((line) => !line.startsWith('pulumi cancel'));
}

function importOf(type: string, name: string, id: string): string {
  return `pulumi import ${type} openai-swedencentral-${name} ${id} --parent p=${COMPONENT} --protect=false --yes --generate-code=false --stack dev`;
}

const AGAIN = 'npm run up -- --stack dev';
const CLEAR = 'pulumi refresh --yes --clear-pending-creates --stack dev';

test('nothing pending, no lines', () => {
  expect(commands(exported([...before, account]))).toEqual([]);
  for (const text of ['', '{}', 'not JSON', '[]', '{"deployment":null}']) {
    expect(commands(text)).toEqual([]);
  }
});

test('an account that was being created is imported with its name, parent and subscription', () => {
  const { id: _, outputs: __, ...creating } = account;
  const json = exported(before, [{ type: 'creating', resource: creating }]);
  expect(commands(json)).toEqual([
    importOf('azure-native:cognitiveservices:Account', 'account', ACCOUNT_ID),
    AGAIN,
    CLEAR,
  ]);
  const text = repairPending(readExportedStack(json), RUN).join('\n');
  expect(text).toContain(
    '- creating azure-native:cognitiveservices:Account openai-swedencentral-account',
  );
  expect(text).toContain('it was never created: go on');
});

const inAccount = (type: string, name: string, inputs: object) =>
  child(`azure-native:cognitiveservices:${type}`, name, { ...INPUTS.account, ...inputs });

const IDENTITY_ID = `${GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway1`;
const ROLE = '00000000-0000-4000-8000-000000000009';

test.each([
  [
    inAccount('Deployment', 'gpt-5.4-mini', { deploymentName: 'gpt-5.4-mini' }),
    `${ACCOUNT_ID}/deployments/gpt-5.4-mini`,
  ],
  [
    inAccount('RaiPolicy', 'filter-strict', { raiPolicyName: 'strict' }),
    `${ACCOUNT_ID}/raiPolicies/strict`,
  ],
  [
    inAccount('RaiBlocklist', 'blocklist-words', { raiBlocklistName: 'words' }),
    `${ACCOUNT_ID}/raiBlocklists/words`,
  ],
  [
    inAccount('RaiBlocklistItem', 'blocklist-words-a1', {
      raiBlocklistName: 'words',
      raiBlocklistItemName: 'a1',
    }),
    `${ACCOUNT_ID}/raiBlocklists/words/raiBlocklistItems/a1`,
  ],
  [
    child('azure-native:managedidentity:UserAssignedIdentity', 'gateway', {
      ...INPUTS.place,
      resourceName: 'gateway1',
    }),
    IDENTITY_ID,
  ],
  [
    child('azure-native:managedidentity:FederatedIdentityCredential', 'credential', {
      ...INPUTS.place,
      resourceName: 'gateway1',
      federatedIdentityCredentialResourceName: 'ai-example-org-1',
    }),
    `${IDENTITY_ID}/federatedIdentityCredentials/ai-example-org-1`,
  ],
  [
    child('azure-native:authorization:RoleAssignment', 'role', {
      scope: ACCOUNT_ID,
      roleAssignmentName: ROLE,
    }),
    `${ACCOUNT_ID}/providers/Microsoft.Authorization/roleAssignments/${ROLE}`,
  ],
  [child('azure-native:resources:ResourceGroup', 'group', INPUTS.place), GROUP_ID],
  [
    child('azure-native:monitor:DiagnosticSetting', 'diagnostics', {
      resourceUri: ACCOUNT_ID.slice(1),
      name: 'diagnostics1',
    }),
    `${ACCOUNT_ID}/providers/Microsoft.Insights/diagnosticSettings/diagnostics1`,
  ],
])('$type is imported by its id at Azure', (resource, id) => {
  const json = exported([stack, component, account], [{ type: 'creating', resource }]);
  expect(commands(json)).toEqual([
    importOf(resource.type, resource.urn.split('::openai-swedencentral-')[1] ?? '', id),
    AGAIN,
    CLEAR,
  ]);
});

test('what the stack itself contains has no parent to name', () => {
  const scope = GROUP_ID.split('/resourceGroups')[0] ?? '';
  const resource = {
    urn: `urn:pulumi:dev::${PROJECT}::azure-native:consumption:Budget::budget`,
    type: 'azure-native:consumption:Budget',
    parent: STACK,
    inputs: { scope, budgetName: 'gateway-budget' },
  };
  expect(commands(exported([stack], [{ type: 'creating', resource }]))[0]).toBe(
    `pulumi import azure-native:consumption:Budget budget ${scope}/providers/Microsoft.Consumption/budgets/gateway-budget --protect=false --yes --generate-code=false --stack dev`,
  );
});

test('an account comes before what is in it', () => {
  const { id: _, outputs: __, ...creating } = account;
  const deployment = inAccount('Deployment', 'm', { deploymentName: 'm' });
  const json = exported(before, [
    { type: 'creating', resource: deployment },
    { type: 'creating', resource: creating },
  ]);
  expect(commands(json).map((line) => line.split(' ')[2])).toEqual([
    'azure-native:cognitiveservices:Account',
    'azure-native:cognitiveservices:Deployment',
    'up',
    '--yes',
  ]);
});

test('what was being changed or deleted needs the same command again, and nothing else', () => {
  for (const type of ['updating', 'deleting', 'reading']) {
    const json = exported([stack, component, account], [{ type, resource: account }]);
    expect(commands(json)).toEqual([AGAIN]);
    expect(commands(json, { command: 'destroy' })).toEqual(['npm run destroy -- --stack dev']);
    expect(commands(json, { command: 'refresh' })).toEqual([AGAIN]);
  }
});

test('what Cloudflare and the random provider create is created again; only the mark is cleared', () => {
  const resource = child('cloudflare:index/workersScript:WorkersScript', 'script', {});
  const json = exported([stack], [{ type: 'creating', resource }]);
  expect(commands(json)).toEqual([AGAIN, CLEAR]);
});

test('a mark that stayed after the import is cleared, without another import', () => {
  const json = exported([...before, account], [{ type: 'creating', resource: account }]);
  expect(commands(json)).toEqual([AGAIN, CLEAR]);
  expect(commands(json, { isSuccess: true })).toEqual([CLEAR]);
});

test('the options of the run are kept, and words are quoted for the shell', () => {
  const resource = inAccount('Deployment', "it's", { deploymentName: "it's $(here)" });
  const json = exported([stack, component, account], [{ type: 'creating', resource }]);
  const [first, again, clear] = commands(json, { stack: 'my org/dev', yes: true });
  expect(first).toContain(` 'openai-swedencentral-it'\\''s' `);
  expect(first).toContain(`/deployments/it'\\''s $(here)'`);
  expect(again).toBe("npm run up -- --yes --stack 'my org/dev'");
  expect(clear).toContain("--stack 'my org/dev'");
  expect(commands(json, { stack: undefined })[1]).toBe('npm run up');
});

test('without any id in the stack, the shell asks Azure for the subscription', () => {
  const resource = child('azure-native:resources:ResourceGroup', 'group', INPUTS.place);
  const json = exported([stack, component], [{ type: 'creating', resource }]);
  expect(commands(json)[0]).toContain(
    ' "/subscriptions/$(az account show --query id --output tsv)"/resourceGroups/openai-swedencentral-group0123abcd ',
  );
});

test("without any id in the stack, the environment's subscription is used", () => {
  const resource = child('azure-native:resources:ResourceGroup', 'group', INPUTS.place);
  const json = exported([stack, component], [{ type: 'creating', resource }]);
  expect(commands(json, { subscription: 'my-subscription' })[0]).toContain(
    ' /subscriptions/my-subscription/resourceGroups/openai-swedencentral-group0123abcd ',
  );
});

test('an id that cannot be made from the inputs is left to fill in', () => {
  const resource = inAccount('Deployment', 'm', {});
  const json = exported([stack, component], [{ type: 'creating', resource }]);
  expect(commands(json)[0]).toContain(" '<its id at Azure>' --parent ");
});

test('a run that failed may have met a lock, one that succeeded did not', () => {
  const json = exported([stack], [{ type: 'creating', resource: account }]);
  const CANCEL =
    'pulumi cancel --yes --stack dev # only if the message above says that the stack is locked';
  expect(allCommands(json)[0]).toBe(CANCEL);
  expect(allCommands(json, { isSuccess: true })).not.toContain(CANCEL);
});

test('the URN of an account has the dollar sign of its component, which is quoted', () => {
  const parent = childUrn('a:b:C', 'x');
  const json = exported(
    [stack],
    [{ type: 'creating', resource: { ...inAccount('Account', 'account', {}), parent } }],
  );
  expect(commands(json)[0]).toContain(` --parent 'p=${parent}' `);
});

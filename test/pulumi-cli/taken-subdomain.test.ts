import { expect, test } from 'vitest';
import { readDeletedAccounts } from '../../pulumi-cli/repair/deleted-accounts.ts';
import { readExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';
import { freeSubdomain, missingAccounts } from '../../pulumi-cli/repair/taken-subdomain.ts';
import { child, COMPONENT, exported, GROUP_ID, RESOURCES } from './exports.ts';

const { stack, component, group, subdomain, account } = RESOURCES;
const SUBSCRIPTION = '00000000-1111-2222-3333-444444444444';
const NAME = 'openai-swedencentral-account89ef0123';
const GROUP = 'openai-swedencentral-group0123abcd';
const LIST = `  az cognitiveservices account list-deleted --subscription ${SUBSCRIPTION} --output table`;
const PURGE = `  az cognitiveservices account purge --location swedencentral --resource-group ${GROUP} --name ${NAME} --subscription ${SUBSCRIPTION}`;

const state = readExportedStack(exported([stack, component, group, subdomain]));

interface Place {
  readonly name?: string;
  readonly location?: string;
  readonly resourceGroup?: string;
  readonly subdomain?: string;
}

/** As Azure lists it; without a subdomain unless there is one. */
function deleted({
  name = NAME,
  location = 'swedencentral',
  resourceGroup = GROUP,
  ...more
}: Place) {
  return {
    id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${resourceGroup}/deletedAccounts/${name}`,
    properties: {
      deletionDate: '2026-11-26T16:00:00Z',
      ...(more.subdomain !== undefined && { customSubDomainName: more.subdomain }),
    },
  };
}

function commands(...places: readonly Place[]): readonly string[] {
  const list = readDeletedAccounts(JSON.stringify(places.map(deleted)));
  return freeSubdomain(state, list).filter((line) => line.startsWith('  '));
}

const OURS = 'cf-openai-azure-proxy-dev-x1y2z3a4';

test.each<[string, Place]>([
  ['of this subdomain', { subdomain: OURS }],
  ['of this subdomain, whatever its name', { subdomain: OURS.toUpperCase(), name: 'x' }],
  ['of such a name, where the list shows no subdomain', {}],
  [
    'in a place that is written in another way',
    { location: 'Sweden Central', resourceGroup: GROUP.toUpperCase() },
  ],
  ['of an older spelling of the name', { name: 'openai.swedencentral.account89ef0123' }],
])('the one deleted account %s is purged', (_, place) => {
  const [purge = '', ...more] = commands(place);
  expect(more).toEqual([]);
  expect(purge.toLowerCase()).toMatch(
    /^ {2}az cognitiveservices account purge --location .* --name /,
  );
  if (Object.keys(place).length === 0) expect(purge).toBe(PURGE);
});

test.each<[string, readonly Place[]]>([
  ['in another location', [{ location: 'eastus2' }]],
  ["in another stack's group", [{ resourceGroup: 'openai-swedencentral-group99999999' }]],
  ["with another stack's subdomain", [{ subdomain: 'cf-openai-azure-proxy-dev-b4b4b4b4' }]],
  ['with a longer name', [{ name: 'openai-swedencentral-account89ef01234' }]],
  ['of another region', [{ name: 'openai-swedencentral2-account89ef0123' }]],
  ['that is one of two', [{}, { name: 'openai-swedencentral-account00000000' }]],
  ['that nobody has', []],
])('no account is purged %s: the list is', (_, places) => {
  expect(commands(...places)).toEqual([LIST]);
});

test('a component of this version may have had an account of the earlier one', () => {
  const parent = COMPONENT.replace('::openai-', '::azure-');
  const urn = subdomain.urn.replace('::openai-swedencentral', '::azure-swedencentral--rg-a');
  const moved = readExportedStack(exported([stack, { ...subdomain, parent, urn }]));
  expect(missingAccounts(moved)).toEqual([
    {
      component: 'azure-swedencentral--rg-a',
      location: 'swedencentral',
      resourceGroup: 'shared-group',
      ending: 'x1y2z3a4',
    },
  ]);
  const names = [NAME, 'azure-swedencentral--rg-a-account89ef0123'];
  for (const name of names) {
    const list = readDeletedAccounts(
      JSON.stringify([deleted({ name, resourceGroup: 'shared-group' })]),
    );
    expect(freeSubdomain(moved, list).join('\n')).toContain(`--name ${name}`);
  }
});

test('without the list, what to look for is said', () => {
  const lines = freeSubdomain(state, undefined);
  expect(lines.filter((line) => line.startsWith('  '))).toEqual([LIST]);
  expect(lines.join('\n')).toContain(
    `Look for openai-swedencentral-account… in swedencentral, group ${GROUP}, subdomain …-x1y2z3a4:`,
  );
  expect(readDeletedAccounts('ERROR: Please run az login')).toBeUndefined();
});

test('a stack whose accounts are all in its state has no such lines', () => {
  const complete = readExportedStack(exported([stack, component, group, subdomain, account]));
  expect(freeSubdomain(complete, undefined)).toEqual([]);
  const others = [stack, child('random:index/randomString:RandomString', 'other', {}, 'abc')];
  expect(missingAccounts(readExportedStack(exported(others)))).toEqual([]);
  expect(GROUP_ID).toContain(SUBSCRIPTION);
});

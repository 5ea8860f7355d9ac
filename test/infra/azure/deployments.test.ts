import type * as pulumi from '@pulumi/pulumi';
import { describe, expect, test } from 'vitest';
import { AzureOpenAI } from '../../../infra/azure/azure-openai.ts';
import { MAX_ORDERED_ITEMS } from '../../../infra/azure/content-filters.ts';
import { ExistingAzureOpenAI } from '../../../infra/azure/existing-azure-openai.ts';
import type { ContentFilterArgs } from '../../../infra/settings/azure-schema.ts';
import { register } from '../mocks.ts';

const LIST_KEYS = 'azure-native:cognitiveservices:listAccountKeys';
const GET_ACCOUNT = 'azure-native:cognitiveservices:getAccount';
const answers = {
  [LIST_KEYS]: { key1: 'azure-key-1', key2: 'azure-key-2' },
  [GET_ACCOUNT]: { properties: { customSubDomainName: 'old' } },
};

/** By resource name, the names in the `dependsOn` of what a component registers. */
async function dependenciesOf(build: (opts: pulumi.ComponentResourceOptions) => pulumi.Resource) {
  const names = new Map<unknown, string>();
  const dependencies = new Map<string, readonly string[]>();
  const record: pulumi.ResourceTransformation = ({ resource, name, opts: { dependsOn } }) => {
    names.set(resource, name);
    const others: readonly unknown[] = Array.isArray(dependsOn) ? dependsOn : [];
    dependencies.set(
      name,
      others.map((other) => names.get(other) ?? 'an unknown resource'),
    );
    return undefined;
  };
  await register(() => build({ transformations: [record] }), answers);
  return dependencies;
}

/**
 * Groups of resources that Pulumi deletes at the same time; the group that is deleted last comes first.
 * Pulumi looks only at direct dependencies among the deleted resources (ScheduleDeletes in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go).
 */
function deletionSteps(
  dependencies: ReadonlyMap<string, readonly string[]>,
  removed: readonly string[],
): readonly (readonly string[])[] {
  const condemned = new Set(removed);
  const steps: string[][] = [];
  while (condemned.size > 0) {
    const step = [...condemned].filter(
      (name) => !(dependencies.get(name) ?? []).some((other) => condemned.has(other)),
    );
    for (const name of step) condemned.delete(name);
    steps.push(step.toSorted());
  }
  return steps;
}

const names = ['a', 'b', 'c', 'd'];
const deployments = names.map((name) => ({
  name,
  version: '1',
  contentFilter: { a: 'strict', b: 'mild', c: 'odd' }[name],
}));

function created() {
  const lists = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `list-${index}`,
      terms: ['one', 'two', 'three'],
    }));
  return createdWith([
    { name: 'strict', blocklists: lists(3) },
    { name: 'mild' },
    { name: 'odd', blocklists: lists(1) },
  ]);
}

function createdWith(contentFilters: readonly ContentFilterArgs[]) {
  return dependenciesOf(
    (opts) =>
      new AzureOpenAI('new', { location: 'swedencentral', deployments, contentFilters }, opts),
  );
}

function imported() {
  return dependenciesOf(
    (opts) =>
      new ExistingAzureOpenAI(
        'old',
        {
          account: {
            kind: 'existing',
            name: 'old',
            resourceGroup: 'team',
            activeKey: 1,
            importFrom: '00000000-0000-0000-0000-000000000000',
          },
          deployments,
        },
        opts,
      ),
  );
}

describe('Azure refuses a second change of an account at the same time (409 RequestConflict)', () => {
  test.each([
    ['new', created],
    ['old', imported],
  ] as const)(
    'so each deployment of a(n) %s account depends on all earlier ones',
    async (account, build) => {
      const dependencies = await build();
      for (const [index, name] of names.entries()) {
        const earlier = names.slice(0, index).map((other) => `${account}-${other}`);
        expect(dependencies.get(`${account}-${name}`)).toEqual(expect.arrayContaining(earlier));
      }
    },
  );

  test('so two models that are not neighbours are removed one after the other', async () => {
    expect(deletionSteps(await created(), ['new-b', 'new-d'])).toEqual([['new-b'], ['new-d']]);
  });

  test('so a model is removed before its content filter, and filters one after the other', async () => {
    const removed = ['new-a', 'new-filter-strict', 'new-filter-odd'];
    expect(deletionSteps(await created(), removed)).toEqual([
      ['new-filter-strict'],
      ['new-filter-odd'],
      ['new-a'],
    ]);
  });

  test('so a filter with its blocklists, and another blocklist, are removed one after the other', async () => {
    const dependencies = await created();
    const removed = [...dependencies.keys()].filter((name) =>
      /^new-(filter-strict|blocklist-strict-list-[02]|blocklist-odd)/.test(name),
    );
    expect(removed).toHaveLength(1 + 3 * 4);
    expect(deletionSteps(dependencies, removed).every((step) => step.length === 1)).toBe(true);
  });

  test('so two terms of one blocklist that are not neighbours are removed one after the other', async () => {
    const dependencies = await createdWith([filterWith(5)]);
    const [, first = '', , second = ''] = itemsOf(dependencies);
    expect(deletionSteps(dependencies, [second, first])).toEqual([[first], [second]]);
  });

  test('so a term inside a blocklist and a model are removed one after the other', async () => {
    const dependencies = await createdWith([filterWith(5)]);
    const [, term = ''] = itemsOf(dependencies);
    expect(deletionSteps(dependencies, ['new-d', term])).toEqual([[term], ['new-d']]);
  });

  test('but an account with many terms has few dependencies', async () => {
    const dependencies = await createdWith([filterWith(MAX_ORDERED_ITEMS + 1)]);
    const items = itemsOf(dependencies);
    expect(items).toHaveLength(MAX_ORDERED_ITEMS + 1);
    for (const [index, name] of items.entries()) {
      const previous = items[index - 1] ?? 'new-blocklist-strict-long';
      expect(dependencies.get(name)).toEqual([previous]);
    }
    expect(dependencies.get('new-filter-strict')).toEqual(items.slice(-1));
    expect(dependencies.get('new-a')).toEqual([...items.slice(-1), 'new-filter-strict']);
  });
});

function filterWith(count: number): ContentFilterArgs {
  const terms = Array.from({ length: count }, (_, index) => `term ${index}`);
  return { name: 'strict', blocklists: [{ name: 'long', terms }] };
}

/** The names of the blocklist items in the order in which they are registered. */
function itemsOf(dependencies: ReadonlyMap<string, unknown>): readonly string[] {
  return [...dependencies.keys()].filter((name) => name.includes('-term-'));
}

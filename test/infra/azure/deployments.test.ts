import * as pulumi from '@pulumi/pulumi';
import { describe, expect, test } from 'vitest';
import { AzureOpenAI } from '../../../infra/azure/azure-openai.ts';
import { ExistingAzureOpenAI } from '../../../infra/azure/existing-azure-openai.ts';
import type { ContentFilterArgs } from '../../../infra/settings/azure-schema.ts';
import { read, register } from '../mocks.ts';

const LIST_KEYS = 'azure-native:cognitiveservices:listAccountKeys';
const answers = { [LIST_KEYS]: { key1: 'azure-key-1', key2: 'azure-key-2' } };

/** By resource name in the order of registration, the names in the `dependsOn` of a component's resources. */
async function dependenciesOf(build: (opts: pulumi.ComponentResourceOptions) => pulumi.Resource) {
  const names = new Map<unknown, string>();
  const given = new Map<string, readonly unknown[]>();
  const record: pulumi.ResourceTransformation = ({ resource, name, opts: { dependsOn } }) => {
    names.set(resource, name);
    given.set(name, Array.isArray(dependsOn) ? dependsOn : []);
    return undefined;
  };
  await register(() => build({ transformations: [record] }), answers);
  const toName = async (value: unknown) => {
    const resource = await value;
    // The component is named by its URN: test/support/pulumi/engine.ts sees what the SDK makes of it.
    if (!(resource instanceof pulumi.DependencyResource)) return names.get(resource) ?? 'unknown';
    const { value: urn } = await read(resource.urn);
    return urn.split('::').at(-1) ?? '';
  };
  const entries = await Promise.all(
    [...given].map(async ([name, others]): Promise<[string, readonly string[]]> => [
      name,
      await Promise.all(others.map(toName)),
    ]),
  );
  return new Map(entries);
}

/**
 * Groups of resources that Pulumi deletes at the same time; the group that is deleted last comes first.
 * Pulumi looks only at direct dependencies among the deleted resources (ScheduleDeletes in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go). A dependency on a
 * component is one on all its children that were registered earlier (DependenciesOf in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/graph/dependency_graph.go).
 */
function deletionSteps(
  dependencies: ReadonlyMap<string, readonly string[]>,
  removed: readonly string[],
): readonly (readonly string[])[] {
  const condemned = new Set(removed);
  const order = [...dependencies.keys()];
  const [component = ''] = order;
  const needs = (name: string, other: string) => {
    const direct = dependencies.get(name) ?? [];
    if (direct.includes(other)) return true;
    return direct.includes(component) && order.indexOf(other) < order.indexOf(name);
  };
  const steps: string[][] = [];
  while (condemned.size > 0) {
    const step = [...condemned].filter(
      (name) => ![...condemned].some((other) => other !== name && needs(name, other)),
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
          found: {
            endpoint: 'https://old.openai.azure.com',
            key: 'azure-key',
            id: '',
            location: undefined,
            deployments: deployments.map((settings) => ({
              settings,
              live: { sku: {}, properties: {}, model: { name: settings.name }, tags: undefined },
            })),
          },
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
    'so each deployment of a(n) %s account comes after the one before it, and after all earlier ones of the component',
    async (account, build) => {
      const dependencies = await build();
      for (const [index, name] of names.slice(1).entries()) {
        expect(dependencies.get(`${account}-${name}`)).toEqual([
          `${account}-${names[index] ?? ''}`,
          account,
        ]);
      }
      const all = names.map((name) => `${account}-${name}`);
      expect(deletionSteps(dependencies, all)).toEqual(all.map((name) => [name]));
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

  test('so any terms of a blocklist of 500 are, with two dependencies each in the state', async () => {
    const dependencies = await createdWith([filterWith(500)]);
    const items = itemsOf(dependencies);
    expect(items).toHaveLength(500);
    const some = items.filter((_, index) => index % 7 === 3);
    expect(deletionSteps(dependencies, some)).toEqual(some.map((name) => [name]));
    for (const others of dependencies.values()) expect(others.length).toBeLessThanOrEqual(2);
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

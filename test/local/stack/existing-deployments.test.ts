import { expect, test } from 'vitest';
import { existingDeployments } from '../../../local/stack/existing-deployments.ts';

function find(models: unknown, regions: unknown) {
  const values = { 'p:models': JSON.stringify(models), 'p:regions': JSON.stringify(regions) };
  return [...existingDeployments({ project: 'p', stack: 'dev', values, secretKeys: [] })];
}

test('a deployment is called as its region or its model says', () => {
  const models = [{ name: 'a' }, { name: 'b', model: 'gpt-4o', deployment: 'chat' }];
  expect(find(models, [{ account: 'one' }])).toEqual([
    ['one/a', 'a'],
    ['one/chat', 'gpt-4o'],
  ]);
  const here = [{ account: 'two', models: [{ name: 'b', deployment: 'best' }, { name: 'c' }] }];
  expect(find(models, here)).toEqual([['two/best', 'gpt-4o']]);
});

test('a wrong configuration has none', () => {
  expect(find('text', [{ account: 'one' }])).toEqual([]);
  const values = { 'p:models': '[', 'p:regions': '{' };
  expect([...existingDeployments({ project: 'p', stack: 'dev', values, secretKeys: [] })]).toEqual(
    [],
  );
});

import { RunError } from '@pulumi/pulumi';
import { expect, test } from 'vitest';
import { readKeptKeys } from '../../../infra/bindings/kept-keys.ts';
import { ownState } from '../../../infra/own-state.ts';
import { register } from '../mocks.ts';

const OUTPUTS = 'pulumi:pulumi:readStackOutputs';
const RESOURCES = 'pulumi:pulumi:readStackResourceOutputs';
const UP = { [OUTPUTS]: { outputs: { url: 'https://example.org/v1' } } };

async function keptKeys(answers: Parameters<typeof register>[1]): Promise<ReadonlySet<string>> {
  const { result } = await register(() => readKeptKeys(ownState()), answers);
  return result;
}

function urn(type: string, name: string): string {
  return `urn:pulumi:dev::project::${type}::${name}`;
}

test('the random passwords of the stack itself are kept, whatever their names', async () => {
  const password = 'random:index/randomPassword:RandomPassword';
  const urns = [
    urn('pulumi:pulumi:Stack', 'project-dev'),
    urn(password, 'user-alice'),
    urn(password, 'key-2-of-a::b 王'),
    urn(`my:index:Component$${password}`, 'user-of-a-component'),
    urn('random:index/randomString:RandomString', 'user-bob'),
  ];
  const outputs = Object.fromEntries(urns.map((each) => [each, { outputs: { result: 'r' } }]));
  const kept = await keptKeys({ ...UP, [RESOURCES]: { outputs } });
  expect([...kept].toSorted()).toEqual(['key-2-of-a::b 王', 'user-alice']);
});

test('a stack that was never deployed has none', async () => {
  expect([...(await keptKeys({ [OUTPUTS]: { outputs: {} } }))]).toEqual([]);
});

test('a state that cannot be read ends the run, because a key could change', async () => {
  const kept = keptKeys(UP);
  await expect(kept).rejects.toThrow(RunError);
  await expect(kept).rejects.toThrow(
    "The stack's state cannot be read, so it is not known which users have a random key",
  );
});

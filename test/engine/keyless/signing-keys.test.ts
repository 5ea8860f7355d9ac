// The keys that sign are rotated: published first, then signing, then gone, under Pulumi's real engine.
import { expect } from 'vitest';
import type { EntraBinding } from '../../../worker/contract/env.ts';
import type { Scenario } from '../operator/scenario.ts';
import { describeStack } from '../operator/steps.ts';
import { expectRefusal, FIRST_UP, WORKER } from './keyless.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  azureAuth: entra
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
`;

function keys(list: string): (stack: string) => string {
  return (stack) => `${stack.replace(/  signingKeys: .*\n/, '')}  signingKeys: ${list}\n`;
}

/** The published keys' names, the signing one first. */
function published({ operator }: Scenario): readonly string[] {
  const [worker] = operator.clouds.cloudflare.state.workers;
  const bindings = worker?.metadata['bindings'] as { name: string; text?: string }[] | undefined;
  const text = bindings?.find(({ name }) => name === 'ENTRA')?.text ?? '{}';
  return (JSON.parse(text) as EntraBinding).keys.map(({ kid }) => kid);
}

describeStack('signing keys', {}, ({ step, also }) => {
  let first = '';
  let second = '';

  step('a stack begins with one', () => STACK, FIRST_UP);
  also('a key that was not published must not sign', async (scenario) => {
    [first = ''] = published(scenario);
    for (const list of ['[2]', '[2, 1]']) {
      await expectRefusal(scenario, keys(list)(STACK), 'commit `signingKeys: [1, 2]` first');
    }
    await scenario.operator.writeStack(STACK);
    expect(await scenario.changesLeft()).toBe('');
  });
  step('a second one is published and does not sign', keys('[1, 2]'), [WORKER]);
  also('the first one signs', (scenario) => {
    [, second = ''] = published(scenario);
    expect(published(scenario)).toEqual([first, second]);
    expect(second).not.toBe('');
    return Promise.resolve();
  });
  also('it must not go while it signs', async (scenario) => {
    await expectRefusal(scenario, keys('[2]')(STACK), 'commit `signingKeys: [2, 1]` first');
    await scenario.operator.writeStack(keys('[1, 2]')(STACK));
  });
  step('the second one signs, the first one stays', keys('[2, 1]'), [WORKER]);
  also('both are as they were', async (scenario) => {
    expect(published(scenario)).toEqual([second, first]);
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  step('the first one goes', keys('[2]'), [WORKER]);
  also('the second one is alone', (scenario) => {
    expect(published(scenario)).toEqual([second]);
    return Promise.resolve();
  });
  also('a number that comes back is another key', async (scenario) => {
    const { exitCode, said, lost } = await scenario.up(keys('[2, 1]')(STACK));
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(published(scenario)[0]).toBe(second);
    expect(published(scenario)).not.toContain(first);
  });
});

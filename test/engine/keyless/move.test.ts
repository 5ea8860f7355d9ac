// An existing stack moves from keys to tokens and back, one step at a time, under Pulumi's real engine.
import { expect } from 'vitest';
import { look } from '../operator/moments.ts';
import type { Scenario } from '../operator/scenario.ts';
import { deployments, describeStack, replace } from '../operator/steps.ts';
import { expectRefusal, ISSUER, keysRead, role, SUBDOMAIN, WORKER } from './keyless.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  azureAuth: key
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
`;

function to(auth: string): (stack: string) => string {
  return (stack) => stack.replace(/azureAuth: .*/, `azureAuth: ${auth}`);
}

/** Runs it and expects that no key was read meanwhile. */
async function withoutKeys(scenario: Scenario, run: () => Promise<void>): Promise<void> {
  const before = keysRead(scenario);
  await run();
  expect(keysRead(scenario)).toBe(before);
}

describeStack('from keys to tokens and back', {}, ({ step, also }) => {
  step('it begins with keys', () => STACK, [
    'PUT group eastus2',
    'PUT account eastus2',
    ...deployments('PUT', 'eastus2', 'gpt-5.4'),
    WORKER,
    `POST ${SUBDOMAIN}`,
  ]);
  also('a jump is refused, and the message names the next value', async (scenario) => {
    for (const auth of ['entra', 'entra-with-keys']) {
      await expectRefusal(
        scenario,
        to(auth)(STACK),
        `"${auth}"`,
        'commit `azureAuth: key-with-roles` first',
      );
    }
    await scenario.operator.writeStack(STACK);
    expect(await scenario.changesLeft()).toBe('');
  });
  step('roles first: keys go on serving', to('key-with-roles'), [
    'PUT group identity',
    'PUT identity identity',
    [`PUT credential ${ISSUER}`, role('PUT', 'user', 'eastus2')],
    WORKER,
  ]);
  also('a jump from there is refused, too', async (scenario) => {
    const [stack, next] = [scenario.stack, 'commit `azureAuth: entra-with-keys` first'];
    await expectRefusal(scenario, to('entra')(stack), '"key-with-roles"', next);
    await scenario.operator.writeStack(stack);
  });
  also('tokens serve, keys would still, and none is read any more', async (scenario) => {
    await withoutKeys(scenario, async () => {
      const { exitCode, said, ...seen } = await scenario.up(to('entra-with-keys')(STACK));
      expect(exitCode, said).toBe(0);
      expect(seen).toEqual({ asked: [WORKER], lost: [] });
      expect(await scenario.changesLeft(['--refresh'])).toBe('');
    });
  });
  also('Azure refuses keys only after the Worker sends tokens', async (scenario) => {
    await withoutKeys(scenario, async () => {
      const { exitCode, said, ...seen } = await scenario.up(to('entra')(STACK));
      expect(exitCode, said).toBe(0);
      expect(seen).toEqual({ asked: ['PUT account eastus2'], lost: [] });
      expect(await scenario.changesLeft(['--refresh'])).toBe('');
    });
  });
  also('the look at the clouds notices what a token needs', async ({ operator: { clouds } }) => {
    const models = () => [...look(clouds).models];
    expect(models()).toEqual(['gpt-5.4']);
    for (const kind of ['roleAssignment', 'credential'] as const) {
      const resource = clouds.azure.all().find((each) => each.kind === kind);
      if (resource === undefined) throw new Error(`there is no ${kind}`);
      const { id, body } = resource;
      const send = (method: string) =>
        fetch(clouds.azureUrl + id, {
          method,
          ...(method === 'PUT' && { body: JSON.stringify(body) }),
        });
      await send('DELETE');
      expect(models()).toEqual([]);
      await send('PUT');
      expect(models()).toEqual(['gpt-5.4']);
    }
  });
  also('the way back jumps no step either', async (scenario) => {
    const next = 'commit `azureAuth: entra-with-keys` first';
    await expectRefusal(scenario, to('key')(STACK), '"entra"', next);
    await expectRefusal(scenario, to('key-with-roles')(STACK), '"entra"', next);
    await scenario.operator.writeStack(to('entra')(STACK));
  });
  step('back: keys are allowed again', to('entra-with-keys'), ['PUT account eastus2']);
  step('back: keys serve again', to('key-with-roles'), [WORKER]);
  step('back: the identity goes after the Worker lost it', to('key'), [
    WORKER,
    [
      `DELETE credential ${ISSUER}`,
      role('DELETE', 'user', 'eastus2'),
      'DELETE identity identity',
      'DELETE group identity',
    ],
  ]);
  also('nothing is left of it', async (scenario) => {
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
    const kinds = scenario.operator.clouds.azure.all().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['account', 'deployment', 'group']);
  });
});

const TWO = `  workersDevSubdomain: me
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  regions:
    - location: eastus2
    - location: swedencentral
  users:
    - name: alice
`;

describeStack('one region of two', {}, ({ step, also }) => {
  step('both begin with keys', () => TWO, [
    [
      ...['eastus2', 'swedencentral'].flatMap((region) => [
        `PUT group ${region}`,
        `PUT account ${region}`,
        ...deployments('PUT', region, 'gpt-5.4'),
      ]),
    ],
    WORKER,
    `POST ${SUBDOMAIN}`,
  ]);
  step(
    'one gets roles',
    replace(
      '    - location: swedencentral\n',
      '    - location: swedencentral\n      azureAuth: key-with-roles\n',
    ),
    [
      'PUT group identity',
      'PUT identity identity',
      [`PUT credential ${ISSUER}`, role('PUT', 'user', 'swedencentral')],
      WORKER,
    ],
  );
  step('and tokens', replace('key-with-roles', 'entra-with-keys'), [WORKER]);
  also('a new region may begin without keys beside the others', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace(
        '  users:\n',
        '    - location: francecentral\n      azureAuth: entra\n  users:\n',
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked.at(-1)).toBe(WORKER);
    expect(asked).toContain(role('PUT', 'user', 'francecentral'));
    expect(await scenario.changesLeft()).toBe('');
  });
});

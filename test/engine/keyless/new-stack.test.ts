// A stack that never had a key, from its first day to its last, under Pulumi's real engine.
import { expect } from 'vitest';
import { look } from '../operator/moments.ts';
import { all, deployments, describeStack, replace } from '../operator/steps.ts';
import { FIRST_UP, ISSUER, keysRead, role, SUBDOMAIN, WORKER } from './keyless.ts';

const STACK = `  workersDevSubdomain: me
  azureAuth: entra
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  regions:
    - location: eastus2
  users:
    - name: alice
`;

describeStack('a new keyless stack', {}, ({ step, also }) => {
  step('the Worker comes after the identity, its credential and its role', () => STACK, FIRST_UP);
  also('its account takes no keys, and the gateway serves all the same', async (scenario) => {
    const { clouds } = scenario.operator;
    const account = clouds.azure.all().find(({ kind }) => kind === 'account');
    expect(account?.body).toMatchObject({ properties: { disableLocalAuth: true } });
    expect([...look(clouds).models]).toEqual(['gpt-5.4']);
    await Promise.resolve();
  });
  also('a preview afterwards shows no change, nor after a refresh', async (scenario) => {
    expect(await scenario.changesLeft()).toBe('');
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  also('the private key is nowhere in the state, nor in what was shown', async (scenario) => {
    const { clouds } = scenario.operator;
    const bindings = clouds.cloudflare.state.workers[0]?.metadata['bindings'];
    const { key_base64: key } = (bindings as { name: string; key_base64?: string }[]).find(
      ({ name }) => name === 'ENTRA_KEY',
    ) ?? { key_base64: undefined };
    if (key === undefined) throw new Error('the Worker has no signing key');
    const preview = await scenario.run(['preview', '--diff', '--refresh']);
    const state = await scenario.operator.readState();
    const exported = await scenario.operator.pulumi(['stack', 'export']);
    const shown = await scenario.operator.pulumi(['stack', '--show-ids']);
    for (const text of [preview.said, state, exported.said, shown.said]) {
      // Some of the middle, which every form of the key has but the PEM's line ends.
      expect(text).not.toContain(key.slice(400, 440));
      expect(text).not.toContain('PRIVATE KEY');
    }
  });
  step(
    'a region is added with an account and its role',
    replace(
      '    - location: eastus2\n',
      '    - location: eastus2\n    - location: swedencentral\n',
    ),
    [
      [
        'PUT group swedencentral',
        'PUT account swedencentral',
        ...deployments('PUT', 'swedencentral', 'gpt-5.4'),
        role('PUT', 'user', 'swedencentral'),
      ],
      WORKER,
    ],
  );
  step(
    'a user of account data gives the identity one more role before the Worker knows',
    replace('    - name: alice\n', '    - name: alice\n      accountData: true\n'),
    [[role('PUT', 'contributor', 'eastus2'), role('PUT', 'contributor', 'swedencentral')], WORKER],
  );
  step(
    'a model of another maker needs a third role',
    replace(
      '  regions:',
      "    - name: DeepSeek-V3.1\n      version: '1'\n      format: DeepSeek\n  regions:",
    ),
    [
      [
        ...['eastus2', 'swedencentral'].flatMap((account) => [
          role('PUT', 'allServices', account),
          ...deployments('PUT', account, 'DeepSeek-V3.1'),
        ]),
      ],
      WORKER,
    ],
  );
  step(
    'another gateway that signs in as the same identity',
    (stack) => `${stack}  otherIssuers: [container.example.org]\n`,
    ['PUT credential https://container.example.org'],
  );
  step(
    'a region leaves, after the Worker lost it',
    replace('    - location: swedencentral\n', ''),
    [
      WORKER,
      [
        role('DELETE', 'user', 'swedencentral'),
        role('DELETE', 'contributor', 'swedencentral'),
        role('DELETE', 'allServices', 'swedencentral'),
        ...deployments('DELETE', 'swedencentral', 'DeepSeek-V3.1', 'gpt-5.4'),
        'DELETE account swedencentral',
        'DELETE group swedencentral',
      ],
    ],
  );
  step(
    'without account data and other makers, their roles go',
    all(
      replace('      accountData: true\n', ''),
      replace("    - name: DeepSeek-V3.1\n      version: '1'\n      format: DeepSeek\n", ''),
    ),
    [
      WORKER,
      [
        role('DELETE', 'contributor', 'eastus2'),
        role('DELETE', 'allServices', 'eastus2'),
        ...deployments('DELETE', 'eastus2', 'DeepSeek-V3.1'),
      ],
    ],
  );
  also('no key of an account was ever read', (scenario) => {
    expect(keysRead(scenario)).toBe(0);
    return Promise.resolve();
  });
  also('destroy leaves nothing', async (scenario) => {
    const { exitCode, said, asked } = await scenario.run(['destroy', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    expect(asked.slice(0, 2)).toEqual([`DELETE ${SUBDOMAIN}`, WORKER.replace('PUT', 'DELETE')]);
    expect(asked.indexOf('DELETE identity identity')).toBeGreaterThan(
      asked.indexOf(`DELETE credential ${ISSUER}`),
    );
    expect(scenario.operator.clouds.azure.all()).toEqual([]);
  });
});

// What goes wrong at a cloud, under Pulumi's real engine: quotas, outages, changes by others.
import { expect } from 'vitest';
import { deployments, describeStack, replace } from '../operator/steps.ts';
import type { Scenario } from '../operator/scenario.ts';

const STACK = `  workersDevSubdomain: me
  models:
    - name: gpt-5.4
      version: '2026-03-05'
    - name: gpt-5-mini
      version: '2025-08-07'
      versionUpgradeOption: OnceNewDefaultVersionAvailable
    - name: text-embedding-3-small
      version: '1'
  regions:
    - location: eastus2
    - location: swedencentral
      models: [{ name: gpt-5.4 }]
  users:
    - name: alice
    - name: bob
`;

const WORKER = 'PUT worker cf-openai-azure-proxy-dev';

function accountOf({ operator }: Scenario, location: string) {
  const found = operator.clouds.azure
    .all()
    .find(({ kind, body }) => kind === 'account' && body['location'] === location);
  if (found === undefined) throw new Error(`no account in ${location}`);
  return found;
}

describeStack('a stack that meets failures', {}, ({ also }) => {
  also(
    'a missing quota ends up at the third model, and the next up makes the rest',
    async (scenario) => {
      const { azure } = scenario.operator.clouds;
      azure.quota.set('text-embedding-3-small', 5);
      const refused = await scenario.up(STACK);
      expect(refused.exitCode).toBe(1);
      expect(refused.said).toContain('InsufficientQuota');
      expect(refused.asked).not.toContain(WORKER);
      azure.quota.clear();
      const again = await scenario.up();
      expect(again.exitCode, again.said).toBe(0);
      expect(again.asked).toEqual([
        ...deployments('PUT', 'eastus2', 'text-embedding-3-small'),
        WORKER,
        'POST workers.dev of cf-openai-azure-proxy-dev',
      ]);
    },
  );

  also('a version that Azure upgraded by itself stays with any other change', async (scenario) => {
    const { azure } = scenario.operator.clouds;
    const id = `${accountOf(scenario, 'eastus2').id}/deployments/gpt-5-mini`;
    azure.change(id, (body) => ({
      ...body,
      properties: {
        ...(body['properties'] as object),
        model: { format: 'OpenAI', name: 'gpt-5-mini', version: '2026-09-01' },
      },
    }));
    const { exitCode, said } = await scenario.up(
      replace(
        "version: '2025-08-07'\n",
        "version: '2025-08-07'\n      capacity: 30\n",
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(azure.find(id)?.body).toMatchObject({
      sku: { capacity: 30 },
      properties: { model: { version: '2026-09-01' } },
    });
    const { said: page } = await scenario.operator.pulumi(['stack', 'output', 'readme']);
    expect(page).toContain('gpt-5-mini 2026-09-01 or newer');
  });

  also('another version in the stack file is sent, and then kept', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace("version: '2025-08-07'", "version: '2026-10-01'")(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([...deployments('PUT', 'eastus2', 'gpt-5-mini'), WORKER]);
    const id = `${accountOf(scenario, 'eastus2').id}/deployments/gpt-5-mini`;
    expect(scenario.operator.clouds.azure.find(id)?.body).toMatchObject({
      properties: { model: { version: '2026-10-01' } },
    });
    expect(await scenario.changesLeft()).toBe('');
  });

  also('a regenerated key reaches the Worker with the next up', async (scenario) => {
    const { azure } = scenario.operator.clouds;
    azure.regenerate(accountOf(scenario, 'swedencentral').id, 1);
    expect((await scenario.up()).asked).toEqual([WORKER]);
  });

  also("a user's key is revoked while a region's management API is down", async (scenario) => {
    const { traffic } = scenario.operator.clouds;
    const { name } = accountOf(scenario, 'swedencentral');
    const body = { error: { code: 'ServiceUnavailable', message: 'The service is unavailable.' } };
    traffic.fail({ match: new RegExp(`accounts/${name}`), reply: { status: 503, body } });
    const { exitCode, said, asked, lost } = await scenario.up(
      replace('    - name: bob\n', '')(scenario.stack),
    );
    traffic.heal();
    expect(exitCode, said).toBe(0);
    expect(said).toContain('swedencentral');
    expect(asked).toEqual([WORKER]);
    expect(lost).toEqual([]);
    expect(await scenario.changesLeft()).toBe('');
  });

  for (const [what, status, body, reason] of [
    ['cannot be read', 503, { error: { code: 'ServiceUnavailable', message: 'x' } }, 'HTTP 503'],
    ['has no key', 200, {}, 'Azure returned no key'],
  ] as const) {
    also(`a new account ${what}: one message names it, without a stack trace`, async (scenario) => {
      const { traffic } = scenario.operator.clouds;
      traffic.fail({ match: /polandcentral.*listKeys/, reply: { status, body } });
      const { exitCode, said } = await scenario.up(
        replace('  regions:\n', '  regions:\n    - location: polandcentral\n')(scenario.stack),
      );
      traffic.heal();
      expect(exitCode).toBe(1);
      const diagnostics = said.slice(said.indexOf('\nDiagnostics:'));
      expect(diagnostics).toContain('region "polandcentral"');
      expect(diagnostics).toContain(reason);
      expect(diagnostics.match(/error:/g)).toHaveLength(1);
      expect(said).not.toMatch(/\n\s+at /);
      expect(said).not.toContain('error serializing');
      const back = await scenario.up(
        replace('    - location: polandcentral\n', '')(scenario.stack),
      );
      expect(back.exitCode, back.said).toBe(0);
    });
  }

  also(
    'every secret is encrypted in the state, its history and outputs, and no preview shows one',
    async (scenario) => {
      const { operator } = scenario;
      const { azure, cloudflare } = operator.clouds;
      const worker = JSON.stringify(cloudflare.state.workers[0]?.metadata);
      const secrets = [
        ...azure.all().flatMap(({ kind, id }) => (kind === 'account' ? azure.keysOf(id) : [])),
        ...(worker.match(/sk-[A-Za-z0-9]{48}/g) ?? []),
      ];
      const shown = await operator.pulumi(['stack', 'output', 'users', '--show-secrets']);
      secrets.push(...(shown.said.match(/sk-[A-Za-z0-9]{48}/g) ?? []));
      const places = await Promise.all(
        [
          ['stack', 'export'],
          ['stack', 'output', '--json'],
          ['preview', '--json'],
          ['preview', '--diff', '--show-sames'],
          ['stack', 'history', '--json'],
        ].map((args) => operator.pulumi(args)),
      );
      expect(secrets.length).toBeGreaterThan(4);
      const texts = [...places.map(({ said }) => said), await operator.readState()];
      const leaks = secrets.filter((secret) => texts.some((text) => text.includes(secret)));
      expect(leaks).toEqual([]);
    },
  );
});

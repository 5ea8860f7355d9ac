// Existing accounts and their deployments, under Pulumi's real engine.
import { expect } from 'vitest';
import { SUBSCRIPTION_ID } from '../../../rehearsal/stand-ins.ts';
import { make } from '../operator/make.ts';
import { describeStack, replace } from '../operator/steps.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/old`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/old-openai`;
const DEPLOYMENT = `${ACCOUNT}/deployments/gpt-5.4`;

const STACK = `  workersDevSubdomain: me
  azure-native:subscriptionId: ${SUBSCRIPTION_ID}
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  regions:
    - account: old-openai
      resourceGroup: old
      deployments: imported
  users:
    - name: alice
`;

/** What somebody made in the portal: none of the program's defaults. */
const MADE = {
  sku: { name: 'GlobalStandard', capacity: 50 },
  properties: {
    model: { format: 'OpenAI', name: 'gpt-5.4', version: '2026-03-05' },
    versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
    raiPolicyName: 'Microsoft.Default',
  },
};

describeStack('deployments that are imported', {}, ({ also }) => {
  also('what the stack does not say stays as Azure has it', async (scenario) => {
    await make(scenario, GROUP, { location: 'eastus2' });
    await make(scenario, ACCOUNT, {
      location: 'eastus2',
      kind: 'AIServices',
      properties: { customSubDomainName: 'old-openai' },
    });
    await make(scenario, DEPLOYMENT, MADE);
    const before = scenario.operator.clouds.azure.find(DEPLOYMENT)?.body;
    const { exitCode, said, asked } = await scenario.up(STACK);
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([
      'PUT worker cf-openai-azure-proxy-dev',
      'POST workers.dev of cf-openai-azure-proxy-dev',
    ]);
    expect(scenario.operator.clouds.azure.find(DEPLOYMENT)?.body).toEqual(before);
    expect(await scenario.changesLeft()).toBe('');
  });
  also('what it says is changed, and nothing else', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace("version: '2026-03-05'", "version: '2026-03-05'\n      capacity: 80")(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(asked[0]).toBe('PUT deployment gpt-5.4 at old-openai');
    expect(scenario.operator.clouds.azure.find(DEPLOYMENT)?.body).toMatchObject({
      sku: { name: 'GlobalStandard', capacity: 80 },
      properties: MADE.properties,
    });
  });
  also('another model than the one at Azure is refused by its name', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace('- name: gpt-5.4', '- name: gpt-5.4\n      model: gpt-4.1')(scenario.stack),
    );
    expect(exitCode).toBe(1);
    expect(said).toMatch(/gpt-4\.1/);
    expect(asked).toEqual([]);
  });
  also('what leaves the stack stays at Azure', async (scenario) => {
    const { exitCode, said, asked } = await scenario.run(['destroy', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    expect(asked.filter((line) => line.includes('old-openai'))).toEqual([]);
    expect(scenario.operator.clouds.azure.find(DEPLOYMENT)).toBeDefined();
  });
});

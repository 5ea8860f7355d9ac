// Tokens for an account that somebody else made: it gets roles, and nothing of it is changed.
import { expect } from 'vitest';
import { SUBSCRIPTION_ID } from '../../../rehearsal/stand-ins.ts';
import { make } from '../operator/make.ts';
import { describeStack } from '../operator/steps.ts';
import { ISSUER, keysRead, role, SUBDOMAIN, WORKER } from './keyless.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/old`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/old-openai`;

const STACK = `  workersDevSubdomain: me
  azure-native:subscriptionId: ${SUBSCRIPTION_ID}
  azureAuth: entra
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

describeStack('an existing account without keys', {}, ({ also }) => {
  also('is used as it is', async (scenario) => {
    const { clouds } = scenario.operator;
    await make(scenario, GROUP, { location: 'eastus2' });
    await make(scenario, ACCOUNT, {
      location: 'eastus2',
      kind: 'AIServices',
      properties: { customSubDomainName: 'old-openai', disableLocalAuth: true },
    });
    await make(scenario, `${ACCOUNT}/deployments/gpt-5.4`, {
      sku: { name: 'GlobalStandard', capacity: 50 },
      properties: { model: { format: 'OpenAI', name: 'gpt-5.4', version: '2026-03-05' } },
    });
    const before = clouds.azure.find(ACCOUNT)?.body;
    const { exitCode, said, asked } = await scenario.up(STACK);
    expect(exitCode, said).toBe(0);
    expect(asked.toSorted()).toEqual(
      [
        'PUT group identity',
        'PUT identity identity',
        `PUT credential ${ISSUER}`,
        role('PUT', 'user', 'old-openai'),
        WORKER,
        `POST ${SUBDOMAIN}`,
      ].toSorted(),
    );
    expect(clouds.azure.find(ACCOUNT)?.body).toEqual(before);
    expect(keysRead(scenario)).toBe(0);
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  also('and left as it was', async (scenario) => {
    const { exitCode, said } = await scenario.run(['destroy', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    const kinds = scenario.operator.clouds.azure.all().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['account', 'deployment', 'group']);
  });
});

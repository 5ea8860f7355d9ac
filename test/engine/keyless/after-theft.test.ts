// What SECURITY.md says to do after a theft, under Pulumi's real engine: another host as the issuer, and another
// identity with roles of its own.
import { expect } from 'vitest';
import type { Scenario } from '../operator/scenario.ts';
import { describeStack, inOrderOf, type Expected } from '../operator/steps.ts';

const NAME = 'cf-openai-azure-proxy-dev';
const STACK = `  workersDevSubdomain: me
  customDomain: ai.example.org
  azureLocation: eastus2
  azureAuth: entra
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
      accountData: true
`;

const ISSUER = `https://${NAME}.me.workers.dev`;

function roles(method: 'PUT' | 'DELETE'): readonly string[] {
  return ['User', 'Contributor'].map(
    (role) => `${method} role Cognitive Services OpenAI ${role} at eastus2`,
  );
}

/** The Worker is uploaded between the new roles and the end of the old ones. */
const MOVED: Expected = [
  'PUT identity identity',
  [`PUT credential ${ISSUER}`, ...roles('PUT')],
  `PUT worker ${NAME}`,
  roles('DELETE'),
];

function propertiesOf({ operator }: Scenario, kind: string): readonly Record<string, unknown>[] {
  return operator.clouds.azure
    .all()
    .filter((each) => each.kind === kind)
    .map(({ body }) => body['properties'] as Record<string, unknown>);
}

describeStack('after a theft', { zones: ['example.org'] }, ({ also }) => {
  also('it begins', async (scenario) => {
    const { exitCode, said } = await scenario.up(STACK);
    expect(exitCode, said).toBe(0);
  });
  also('another issuer replaces the one whose keys Entra has, in three steps', async (scenario) => {
    const host = `${NAME}.me.workers.dev`;
    const steps: [more: string, asked: readonly string[]][] = [
      [`otherIssuers: [${host}]`, [`PUT credential ${ISSUER}`]],
      [`issuerHost: ${host}\n  otherIssuers: [ai.example.org]`, [`PUT worker ${NAME}`]],
      [`issuerHost: ${host}`, ['DELETE credential https://ai.example.org']],
    ];
    for (const [more, expected] of steps) {
      const { exitCode, said, asked, lost } = await scenario.up(`${STACK}  ${more}\n`);
      expect(exitCode, said).toBe(0);
      expect({ asked, lost }).toEqual({ asked: expected, lost: [] });
    }
  });
  also('another identity gets the roles, and the old one loses them', async (scenario) => {
    const { clouds } = scenario.operator;
    const [old] = propertiesOf(scenario, 'identity');
    const identity = clouds.azure.all().find(({ kind }) => kind === 'identity');
    await fetch(clouds.azureUrl + (identity?.id ?? ''), { method: 'DELETE' });
    const { exitCode, said, asked } = await scenario.up(scenario.stack, ['--refresh']);
    expect(exitCode, said).toBe(0);
    expect(inOrderOf(MOVED, asked)).toEqual(MOVED);
    const [found] = propertiesOf(scenario, 'identity');
    expect(found?.['principalId']).not.toBe(old?.['principalId']);
    const principals = propertiesOf(scenario, 'roleAssignment').map((role) => role['principalId']);
    expect(principals).toEqual([found?.['principalId'], found?.['principalId']]);
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
});

// The gateway's issuer moves to a custom domain without an outage: Entra trusts the new host first.
import { all, describeStack, replace } from '../operator/steps.ts';
import { expectRefusal, FIRST_UP, ISSUER, NAME, WORKER } from './keyless.ts';

const OLD = `${NAME}.me.workers.dev`;
const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  azureAuth: entra
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
`;

describeStack('the issuer moves to another host', { zones: ['example.org'] }, ({ step, also }) => {
  step('it begins below workers.dev', () => STACK, FIRST_UP);
  also('a new domain that would be the issuer at once is refused', async (scenario) => {
    const { stack } = scenario;
    await expectRefusal(
      scenario,
      `${stack}  customDomain: ai.example.org\n`,
      `commit \`issuerHost: ${OLD}\` with \`otherIssuers: [ai.example.org]\` first`,
    );
    await scenario.operator.writeStack(stack);
  });
  step(
    'the domain is served and trusted, and the old host signs on',
    () =>
      `${STACK}  customDomain: ai.example.org\n  issuerHost: ${OLD}\n  otherIssuers: [ai.example.org]\n`,
    [['PUT credential https://ai.example.org', 'PUT domain ai.example.org']],
  );
  step(
    'the new host signs, and the old one is still trusted',
    all(
      replace(`  issuerHost: ${OLD}\n`, ''),
      replace('otherIssuers: [ai.example.org]', `otherIssuers: [${OLD}]`),
    ),
    [WORKER],
  );
  step('the old host is trusted no more', replace(`  otherIssuers: [${OLD}]\n`, ''), [
    `DELETE credential ${ISSUER}`,
  ]);
  also('nothing is left to do', async (scenario) => {
    const left = await scenario.changesLeft(['--refresh']);
    if (left !== '') throw new Error(left);
  });
});

// Addresses of the gateway and credentials for Cloudflare, under Pulumi's real engine.
import { expect } from 'vitest';
import type { Scenario } from '../operator/scenario.ts';
import { deployments, describeStack, replace } from '../operator/steps.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
`;

const NAME = 'cf-openai-azure-proxy-dev';
const WORKER = `PUT worker ${NAME}`;

describeStack('addresses', { zones: ['example.org', 'example.com'] }, ({ step, also }) => {
  also(
    'without a token, a wrong token or account is refused before anything is made',
    async (scenario) => {
      const { operator } = scenario;
      await operator.writeStack(STACK);
      const preview = (env: NodeJS.ProcessEnv) => scenario.run(['preview'], env);
      const none = await preview({ CLOUDFLARE_API_TOKEN: '' });
      const wrong = await preview({ CLOUDFLARE_API_TOKEN: 'wrong' });
      const other = await preview({ CLOUDFLARE_ACCOUNT_ID: 'f'.repeat(32) });
      const skipped = await scenario.up(STACK, [], { CLOUDFLARE_API_TOKEN: 'wrong' });
      expect([none, wrong, other, skipped].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
      expect(none.said).toContain('CLOUDFLARE_API_TOKEN');
      expect(wrong.said).toContain('code 10000');
      expect(other.said).toContain('f'.repeat(32));
      expect([none, wrong, other, skipped].flatMap(({ asked }) => asked)).toEqual([]);
    },
  );
  also('an account without a name below workers.dev is reported', async (scenario) => {
    const { cloudflare } = scenario.operator.clouds;
    cloudflare.hasWorkersDevName = false;
    const { exitCode, said } = await scenario.up(STACK);
    expect(exitCode).toBe(1);
    expect(said).toContain('10063');
    cloudflare.hasWorkersDevName = true;
    const again = await scenario.up();
    expect(again.exitCode, again.said).toBe(0);
    expect(again.asked).toEqual([`POST workers.dev of ${NAME}`]);
  });
  step('a custom domain', (stack) => `${stack}  customDomain: ai.example.org\n`, [
    'PUT domain ai.example.org',
  ]);
  step(
    'another one is added before the first is removed',
    replace('ai.example.org', 'openai.example.org'),
    ['PUT domain openai.example.org', 'DELETE domain ai.example.org'],
  );
  also('a refused one leaves the one that is there', async (scenario) => {
    const { cloudflare } = scenario.operator.clouds;
    cloudflare.takenHosts.set('taken.example.org', 'worker');
    cloudflare.takenHosts.set('recorded.example.org', 'record');
    const before = scenario.stack;
    for (const [host, code] of [
      ['taken.example.org', '100116'],
      ['recorded.example.org', '100117'],
      ['ai.example.net', '1001'],
    ] as const) {
      const { exitCode, said, asked, lost } = await scenario.up(
        replace('openai.example.org', host)(before),
      );
      expect(exitCode).toBe(1);
      expect(said).toContain(code);
      expect(lost).toEqual([]);
      expect(asked.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    }
    const back = await scenario.up(before);
    expect(back).toMatchObject({ exitCode: 0, asked: [], lost: [] });
  });
  step('workers.dev is switched off', (stack) => `${stack}  workersDev: false\n`, [
    `POST workers.dev of ${NAME}`,
  ]);
  also('another name of the Worker moves the domain', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(`${scenario.stack}  workerName: other\n`);
    expect(exitCode, said).toBe(0);
    // Cloudflare refuses a second domain for the same host, so this one is gone for a moment.
    expect(asked.filter((line) => line !== 'POST workers.dev of other')).toEqual([
      'PUT worker other',
      'DELETE domain openai.example.org',
      'PUT domain openai.example.org',
      `DELETE workers.dev of ${NAME}`,
      `DELETE worker ${NAME}`,
    ]);
  });
});

/** The project's own check, which looks at the Worker itself. */
function checkWorker({ operator }: Scenario) {
  const url = operator.clouds.cloudflareUrl;
  return operator.shell(`CLOUDFLARE_BASE_URL=${url} npm run check-worker`);
}

describeStack(
  "Cloudflare's settings of logs as they were sent",
  { observability: 'echo', azureAnswers: 'echo' },
  ({ step, also }) => {
    step('the first up', () => STACK, [
      'PUT group eastus2',
      'PUT account eastus2',
      ...deployments('PUT', 'eastus2', 'gpt-5.4'),
      WORKER,
      `POST workers.dev of ${NAME}`,
    ]);
    also('no change afterwards, nor after a refresh', async (scenario) => {
      expect(await scenario.changesLeft(['--refresh'])).toBe('');
    });
    also('the check of the Worker sees its logs and versions', async (scenario) => {
      const { cloudflare } = scenario.operator.clouds;
      const unchanged = await checkWorker(scenario);
      expect(unchanged.exitCode, unchanged.said).toBe(0);
      cloudflare.change(NAME, (worker) => ({
        ...worker,
        metadata: { ...worker.metadata, logpush: true },
        versions: [
          { version_id: 'old', percentage: 99 },
          { version_id: 'new', percentage: 1 },
        ],
      }));
      const { exitCode, said } = await checkWorker(scenario);
      expect(exitCode, said).toBe(1);
      expect(said).toMatch(/logpush +false +true\n +versions in use +one +99% old, 1% new\n/);
    });
    also(
      'a refresh sees other code and other names of bindings, and no other values',
      async (scenario) => {
        const { cloudflare } = scenario.operator.clouds;
        cloudflare.change(NAME, (worker) => ({
          ...worker,
          metadata: {
            ...worker.metadata,
            bindings: (worker.metadata['bindings'] as readonly Record<string, unknown>[]).map(
              (binding) =>
                binding['name'] === 'BACKENDS'
                  ? { ...binding, text: '[{"name":"eastus2","endpoint":"https://evil.example"}]' }
                  : binding,
            ),
          },
        }));
        expect(await scenario.changesLeft(['--refresh'])).toBe('');
        const seen = await checkWorker(scenario);
        expect(seen.exitCode, seen.said).toBe(1);
        expect(seen.said).toContain('BACKENDS');
        cloudflare.change(NAME, (worker) => ({
          ...worker,
          module: { ...worker.module, text: 'export default {}' },
        }));
        expect(await scenario.changesLeft(['--refresh'])).toContain('contentSha256');
      },
    );
    step(
      'a change of any binding uploads everything again',
      replace('    - name: alice', '    - name: alice\n    - name: bob'),
      [WORKER],
    );
    also('and the check of the Worker is green', async (scenario) => {
      const { exitCode, said } = await checkWorker(scenario);
      expect(exitCode, said).toBe(0);
    });
  },
);

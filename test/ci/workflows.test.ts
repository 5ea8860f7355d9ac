// What .github/workflows may do, and what it must not. GitHub itself is not
// involved. A project that is deployed from elsewhere may have none.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readWorkflows, type Job, type Workflow } from './workflow.ts';

const ROOT = join(import.meta.dirname, '../..');
const workflows = readWorkflows();

function workflow(file: string): Workflow {
  const found = workflows.find((candidate) => candidate.file === file);
  if (found === undefined) throw new Error(`there is no ${file}`);
  return found;
}

/** The job of a file that calls Pulumi. */
function pulumiJob(file: string): Job {
  const job = workflow(file).jobs[file.replace('.yml', '')];
  if (job === undefined) throw new Error(`${file} has no job of its name`);
  return job;
}

function pulumiInputs(file: string) {
  return pulumiJob(file).steps.find(({ uses }) => uses?.startsWith('pulumi/actions@'))?.with;
}

/** The version of Pulumi's SDK in package.json. */
function sdkVersion(): string | undefined {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  return dependencies['@pulumi/pulumi'];
}

const CHECK_WORKER = 'npm run check-worker -- --stack "$STACK"';

const DOCTOR =
  'npm run --silent doctor -- --stack "$STACK" --wait 15 --markdown >> "$GITHUB_STEP_SUMMARY"';

/** What runs after Pulumi, with the same secrets. */
const AFTER: Readonly<Record<string, string>> = { 'drift.yml': CHECK_WORKER, 'deploy.yml': DOCTOR };

const DEPLOYING = ['preview.yml', 'deploy.yml', 'drift.yml'];

describe.runIf(workflows.length > 0)('the workflows', () => {
  test('there are these workflows', () => {
    expect(workflows.map(({ file }) => file).toSorted()).toEqual(
      ['ci.yml', 'release.yml', ...DEPLOYING].toSorted(),
    );
  });

  describe.each(workflows)('$file', ({ file, text, on, permissions, jobs }) => {
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    test('uses actions by full commit with their version beside it', () => {
      const lines = text.split('\n').filter((line) => /\buses:/.test(line));
      expect(lines).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
      for (const line of lines) {
        expect(line).toMatch(/^ +- uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    });

    test('reads the repository and no more; a job that needs more says so', () => {
      expect(permissions).toEqual({ contents: 'read' });
      const granted = Object.values(jobs).flatMap((job) => Object.entries(job.permissions ?? {}));
      const more = granted.filter(([, right]) => right === 'write').map(([name]) => name);
      const needed: Readonly<Record<string, readonly string[]>> = {
        'preview.yml': ['id-token', 'pull-requests'],
        'deploy.yml': ['id-token'],
        'drift.yml': ['id-token'],
        'release.yml': ['contents'],
      };
      expect(more).toEqual(needed[file] ?? []);
    });

    test('never runs the code of a pull request with the rights of the repository', () => {
      const events = ['push', 'pull_request', 'schedule', 'workflow_dispatch'];
      expect(Object.keys(on).filter((event) => !events.includes(event))).toEqual([]);
    });

    test('leaves no token behind in the checkout', () => {
      const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const step of checkouts) expect(step.with).toEqual({ 'persist-credentials': false });
    });

    test('has no script with a value of GitHub in it, where a name could be a command', () => {
      expect(steps.filter(({ run }) => run?.includes('${{') === true)).toEqual([]);
    });

    test('gives secrets to the step of Pulumi and to the check after it alone', () => {
      const holders = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
      const others = holders.filter(({ uses }) => uses?.startsWith('pulumi/actions@') !== true);
      const after = AFTER[file];
      expect(others.map(({ run }) => run)).toEqual(after === undefined ? [] : [after]);
      expect(text.match(/secrets\.\w/g)?.length ?? 0).toBe(
        holders.flatMap((step) => JSON.stringify(step).match(/secrets\.\w/g) ?? []).length,
      );
    });
  });

  test('CI validates the stacks, runs .ci/run and the slow tests on every push and pull request, without secrets and variables', () => {
    const { on, jobs, text } = workflow('ci.yml');
    expect(on).toEqual({ push: null, pull_request: null });
    expect(
      Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    ).toEqual([
      'npm ci --ignore-scripts --omit=dev',
      'node local/validate.ts',
      '.ci/run',
      'npm ci',
      'npm run test:slow',
    ]);
    expect(text).not.toMatch(/(secrets|vars)\.\w/);
    const pulumi = jobs['check']?.steps.find(({ uses }) => uses?.startsWith('pulumi/actions@'));
    expect(pulumi?.with, 'only installs the CLI').toEqual({ 'pulumi-version': sdkVersion() });
    expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).not.toBe(0);
  });

  describe.each(DEPLOYING)('%s', (file) => {
    test('does nothing but say so until the repository has a stack to deploy', () => {
      const { jobs } = workflow(file);
      const { 'not-set-up': notice, ...others } = jobs;
      for (const job of Object.values(others)) expect(job.if).toMatch(/^vars\.PULUMI_STACKS != ''/);
      expect(notice).toMatchObject({ if: "vars.PULUMI_STACKS == ''", permissions: {} });
      expect(notice?.steps.map(({ run }) => run)).toEqual([
        expect.stringMatching(/^echo "::notice title=.*PULUMI_STACKS.*docs\/ci\.md/),
      ]);
    });

    test("runs the program on this project's Node, with the CLI of the SDK's version", () => {
      const { steps } = pulumiJob(file);
      const always = steps.filter((step) => step.if !== '${{ failure() }}');
      const after = AFTER[file];
      expect(always.flatMap(({ run }) => run ?? [])).toEqual([
        'npm ci',
        'echo "$PWD/node_modules/.bin" >> "$GITHUB_PATH"',
        ...(after === undefined ? [] : [after]),
      ]);
      expect(pulumiInputs(file)?.['pulumi-version']).toBe(sdkVersion());
    });

    test('shows no output of the stack', () => {
      expect(pulumiInputs(file)?.['suppress-outputs']).toBe(true);
    });
  });

  test('a preview is a comment, and there is none for forks and Dependabot', () => {
    expect(workflow('preview.yml').on).toEqual({ pull_request: { branches: ['main'] } });
    const condition = pulumiJob('preview.yml').if;
    expect(condition).toContain(
      'github.event.pull_request.head.repo.full_name == github.repository',
    );
    expect(condition).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
    expect(pulumiInputs('preview.yml')).toMatchObject({
      command: 'preview',
      diff: true,
      'comment-on-pr': true,
    });
  });

  test.each(DEPLOYING)('%s runs for each stack of the list', (file) => {
    const { strategy } = pulumiJob(file);
    expect(strategy?.matrix.stack).toBe('${{ fromJSON(vars.PULUMI_STACKS) }}');
    expect(pulumiInputs(file)?.['stack-name']).toBe('${{ matrix.stack }}');
  });

  test('a stack is deployed after the doctor has found the one before in order', () => {
    const { strategy, steps } = pulumiJob('deploy.yml');
    expect(strategy).toMatchObject({ 'fail-fast': true, 'max-parallel': 1 });
    const doctor = steps.find(({ run }) => run === DOCTOR);
    expect(doctor?.if, 'only after an up that succeeded').toBe(undefined);
    const advice = steps.find((step) => step.if === '${{ failure() }}');
    expect(advice?.run).toContain('docs/operations.md#back-to-the-last-good-state');
  });

  test('a release is made of a tag, with the notes of its version', () => {
    const { on, jobs } = workflow('release.yml');
    expect(on).toEqual({ push: { tags: ['v*'] } });
    const runs = jobs['release']?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(runs).toEqual([
      'npm ci',
      'node docs/tables/release-notes.ts "$GITHUB_REF_NAME" > notes.md',
      'npm run build',
      'gh release create "$GITHUB_REF_NAME" --verify-tag --notes-file notes.md dist/*',
    ]);
  });

  test('a deployment is of main, behind an environment, one at a time, each to its end', () => {
    const { on, concurrency } = workflow('deploy.yml');
    expect(on).toEqual({ push: { branches: ['main'] }, workflow_dispatch: null });
    expect(concurrency).toEqual({ group: 'deploy', 'cancel-in-progress': false });
    const { environment, if: condition } = pulumiJob('deploy.yml');
    expect(environment).toBe('${{ matrix.stack }}');
    expect(condition).toContain("github.ref == 'refs/heads/main'");
    expect(pulumiInputs('deploy.yml')).toMatchObject({ command: 'up' });
  });

  test('the drift check is weekly, looks at the clouds, and changes nothing', () => {
    const { on } = workflow('drift.yml');
    expect(on).toEqual({
      schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \d$/) as unknown }],
      workflow_dispatch: null,
    });
    expect(pulumiInputs('drift.yml')).toMatchObject({
      command: 'preview',
      'expect-no-changes': true,
      refresh: true,
    });
    const { steps } = pulumiJob('drift.yml');
    const check = steps.find(({ run }) => run === CHECK_WORKER);
    expect(check?.if, 'also where the preview found something').toBe('${{ !cancelled() }}');
    expect(steps.at(-1), 'after the step that installs the CLI').toBe(check);
  });
});

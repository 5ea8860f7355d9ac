// Runs the commands that the pages show, as an operator types them, in the order of their page. The table
// in test/docs/commands says which ones, and why the others are not run.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wayOf } from '../../docs/commands/command-table.ts';
import { COMMANDS, type PageCommand } from '../../docs/commands/page-commands.ts';
import { ROOT } from '../../docs/pages.ts';
import { doAtStandIn, PREPARATIONS } from './preparations.ts';
import { openSession, type Session } from './session.ts';
import { look } from '../operator/moments.ts';
import { startOperator, type OperatorOptions } from '../operator/operator.ts';

/** Pages whose commands one operator types, the last page last. */
const GROUPS: readonly (readonly [string, OperatorOptions, readonly string[]])[] = [
  [
    'from the first deployment to the last day',
    { isNewcomer: true, zones: ['example.com'], checkout: ['migrate'] },
    [
      'README.md',
      'docs/team.md',
      'docs/operations.md',
      'docs/recovery.md',
      'docs/keyless.md',
      'docs/many-users.md',
      'docs/ci.md',
      'docs/upgrade.md',
      'docs/deploy.md',
      'docs/budgets.md',
    ],
  ],
  [
    'beside a deployment',
    { checkout: ['migrate', 'local', 'rehearsal', 'azure-stand-in'] },
    ['docs/migrate.md', 'docs/rehearse.md', 'docs/local.md', 'docs/container.md', 'docs/doctor.md'],
  ],
];

const RUN_HERE = ['run', 'serve', 'at the stand-in'];

function isRunHere({ line }: PageCommand): boolean {
  return RUN_HERE.includes(wayOf(line)?.kind ?? '');
}

/** What has no effect on the stack file or at a cloud. */
const READS = /^(?:URL=|export |npm run preview|pulumi stack (?:output|export))/;

/**
 * The commands of these pages, in order. A page often begins with commands of an earlier one; as long as
 * nothing else happened on the page, they would do the same again.
 */
function toRun(files: readonly string[]): readonly PageCommand[] {
  const run = new Set<string>();
  return files.flatMap((file) => {
    let hasChanged = false;
    return COMMANDS.filter((command) => command.file === file && isRunHere(command)).filter(
      ({ line }) => {
        const isNew = !run.has(line) || hasChanged || preparationFor(file, line) !== undefined;
        run.add(line);
        if (isNew && !READS.test(line)) hasChanged = true;
        return isNew;
      },
    );
  });
}

async function runCommand(session: Session, { file, line }: PageCommand): Promise<void> {
  const way = wayOf(line);
  const after = await preparationFor(file, line)?.(session);
  if (way?.kind === 'at the stand-in') await doAtStandIn(line, session.operator);
  else {
    const { exitCode, said } = await session.type(line, way);
    expect(exitCode, said).toBe(0);
    expect(said).not.toMatch(/^(?:error|npm error)/m);
  }
  await after?.();
}

function preparationFor(file: string, line: string) {
  return PREPARATIONS.find(([page, start]) => page === file && line.startsWith(start))?.[2];
}

test('each page with commands that can run has its place', () => {
  const placed = GROUPS.flatMap(([, , files]) => files);
  const others = COMMANDS.filter(isRunHere).filter(({ file }) => !placed.includes(file));
  expect(others).toEqual([]);
});

describe.each(GROUPS)('the commands of the pages %s', (_, options, files) => {
  let session: Session | undefined;
  const started = () => {
    if (session === undefined) throw new Error('the session did not start');
    return session;
  };
  beforeAll(async () => {
    session = openSession(await startOperator(options));
    const { folder } = session.operator;
    const stack = join(ROOT, 'test/support/example-stack.yaml');
    await copyFile(stack, join(folder, 'Pulumi.dev.yaml'));
  });
  afterAll(async () => {
    await session?.operator[Symbol.asyncDispose]();
  });

  for (const command of toRun(files)) {
    test(`${command.file}: ${command.line}`, () => runCommand(started(), command));
  }

  test.runIf(options.isNewcomer)('destroy, the last of them, leaves nothing', () => {
    const { azure, cloudflare } = started().operator.clouds;
    expect(azure.all()).toEqual([]);
    expect(cloudflare.state).toEqual({ workers: [], domains: [] });
    expect(look(started().operator.clouds).models.size).toBe(0);
  });
});

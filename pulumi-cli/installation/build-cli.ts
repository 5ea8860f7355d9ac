// Builds Pulumi's CLI from its published Go module, for tests on machines without it.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf } from '../../command-line/exit-code.ts';
import { UserError } from '../../command-line/user-error.ts';
import { capture } from '../capture.ts';
import { pinnedVersion, readVersion } from './cli-version.ts';
import { builtCli, findProgram, INSTALL_PAGE } from './find-cli.ts';

const PACKAGE = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const VERSION_VARIABLE = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';

/** How many packages are compiled between two lines of progress. */
const PROGRESS_STEP = 100;

export interface Build {
  /** The folder of package.json; the CLI becomes `.engine/pulumi` in it. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line of progress. */
  readonly show: (line: string) => void;
}

/**
 * Builds `.engine/pulumi` (`pulumi.exe` on Windows) unless it is there in the version of test/engine/cli/go.mod. The first build
 * downloads about 300 MB and takes several minutes.
 *
 * @throws UserError without Go, or where the build fails
 */
export async function buildCli({ root, env, show }: Build): Promise<void> {
  const module = join(root, 'test/engine/cli');
  const version = pinnedVersion(readFileSync(join(module, 'go.mod'), 'utf8'));
  if (version === undefined) throw new UserError(`${module}/go.mod does not require Pulumi's CLI.`);
  const target = builtCli(root);
  const { stdout } = await capture(target, ['version'], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: 'true' },
  });
  if (readVersion(stdout) === version) {
    show(`.engine/pulumi is version ${version} already.`);
    return;
  }
  const go = findProgram('go', env);
  if (go === undefined) {
    throw new UserError(
      `There is no Go to build Pulumi's CLI with. Install Go 1.26 or newer (https://go.dev/dl/), or Pulumi's CLI itself: ${INSTALL_PAGE}`,
    );
  }
  show(`Building Pulumi's CLI ${version} with ${go}; the first time takes several minutes …`);
  // A build that is interrupted must not leave half a program under the name.
  const partial = `${target}.part`;
  mkdirSync(dirname(target), { recursive: true });
  await compile(go, { cwd: module, env, show }, [
    ...['build', '-v', '-trimpath'],
    ...['-ldflags', `-s -w -X ${VERSION_VARIABLE}=${version}`],
    ...['-o', partial, PACKAGE],
  ]);
  renameSync(partial, target);
  show(`.engine/pulumi is version ${version}.`);
}

/** With `-v`, Go prints the name of each package that it compiles on standard error. */
async function compile(
  go: string,
  { cwd, env, show }: Omit<Build, 'root'> & { readonly cwd: string },
  args: readonly string[],
): Promise<void> {
  const child = spawn(go, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = exitCodeOf(child);
  const others: string[] = [];
  let compiled = 0;
  let downloaded = 0;
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.startsWith('go: downloading')) downloaded += 1;
    else if (/^[\w./~-]+$/.test(line)) compiled += 1;
    else others.push(line);
    if ((compiled + downloaded) % PROGRESS_STEP === 0) {
      show(`  ${downloaded} modules downloaded, ${compiled} packages compiled`);
    }
  }
  const code = await ended;
  if (code === 0) return;
  throw new UserError(
    [...others.slice(-20), `go build failed (exit code ${code ?? 'none'}); see above.`].join('\n'),
  );
}

// Where Pulumi's CLI is on this machine.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { capture } from '../capture.ts';
import { isOlder, OLDEST_CLI, readVersion } from './cli-version.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What Windows tries where PATHEXT does not say it, and Node can start without a shell. */
const WINDOWS_ENDINGS: readonly string[] = ['.com', '.exe'];

/** What `npm run engine:build` makes in the folder of package.json. */
export function builtCli(root: string, platform: NodeJS.Platform = process.platform): string {
  return join(root, '.engine', platform === 'win32' ? 'pulumi.exe' : 'pulumi');
}

export const INSTALL_PAGE = 'https://www.pulumi.com/docs/iac/download-install/';

export interface PulumiCli {
  /** Absolute. */
  readonly path: string;
  /** Such as `3.274.1`; undefined where the program does not say one. */
  readonly version: string | undefined;
  /** Whether it was found on PATH or is the one that `npm run engine:build` made. */
  readonly from: 'path' | 'built';
}

/**
 * The first `pulumi` on PATH, or else the one that `npm run engine:build` made.
 *
 * @param built where that one would be
 */
export async function findPulumi(
  env: NodeJS.ProcessEnv,
  built: string = builtCli(ROOT),
): Promise<PulumiCli | undefined> {
  const onPath = findProgram('pulumi', env);
  if (onPath !== undefined) {
    return { path: onPath, version: await versionOf(onPath, env), from: 'path' };
  }
  if (!isProgram(built)) return undefined;
  return { path: built, version: await versionOf(built, env), from: 'built' };
}

/**
 * The absolute path of a program on PATH. On Windows its name has one of the endings of PATHEXT there;
 * those of scripts are left out, because Node does not start them without a shell:
 * https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows
 */
export function findProgram(
  name: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const files = platform === 'win32' ? windowsEndings(env).map((end) => `${name}${end}`) : [name];
  return (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => files.map((file) => resolve(folder, file)))
    .find(isProgram);
}

function windowsEndings({ PATHEXT }: NodeJS.ProcessEnv): readonly string[] {
  if (!PATHEXT) return WINDOWS_ENDINGS;
  const endings = PATHEXT.toLowerCase().split(';');
  return endings.filter((ending) => WINDOWS_ENDINGS.includes(ending));
}

/** Why this CLI cannot be used, and what to do; undefined if it can. */
export function cliFault(cli: PulumiCli): string | undefined {
  if (cli.version === undefined) {
    return `${cli.path} does not answer \`pulumi version\` with a version. Install Pulumi's CLI again: ${INSTALL_PAGE}`;
  }
  if (!isOlder(cli.version, OLDEST_CLI)) return undefined;
  return `${cli.path} is version ${cli.version}; this project needs ${OLDEST_CLI} or newer, which can import and update a deployment at once and knows the SDK's resource options. Update it: ${INSTALL_PAGE}`;
}

async function versionOf(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Without this, the CLI looks for a newer version in the network.
  const quick = { ...env, PULUMI_SKIP_UPDATE_CHECK: 'true' };
  return readVersion((await capture(path, ['version'], { env: quick })).stdout);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

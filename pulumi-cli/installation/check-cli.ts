// Whether Pulumi's CLI can be called, and how to get it.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../command-line/user-error.ts';
import { cliFault, findPulumi, INSTALL_PAGE, type PulumiCli } from './find-cli.ts';

/** Pulumi's own commands, from the page: https://www.pulumi.com/docs/iac/download-install/ */
const INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'brew install pulumi/tap/pulumi',
  linux: 'curl -fsSL https://get.pulumi.com | sh',
  win32: 'winget install pulumi',
};

/**
 * Pulumi's CLI, for deploying. What `npm run engine:build` makes has no language host, so it only works
 * where a test brings one.
 *
 * @throws UserError that says how to get the CLI, or a newer one
 */
export async function requirePulumi(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<PulumiCli> {
  const cli = await findPulumi(env);
  if (cli === undefined || (cli.from === 'built' && env['PULUMI_DEBUG_LANGUAGES'] === undefined)) {
    throw new UserError(howToInstall(platform, env['HOME'] ?? homedir()));
  }
  const fault = cliFault(cli);
  if (fault !== undefined) throw new UserError(fault);
  return cli;
}

/** @param home where Pulumi's own installer puts the CLI */
export function howToInstall(platform: NodeJS.Platform, home: string): string {
  const folder = join(home, '.pulumi', 'bin');
  if (platform !== 'win32' && existsSync(join(folder, 'pulumi'))) {
    return `Pulumi's CLI is in ${folder}, which is not on PATH. Type: export PATH="$PATH:${folder}"`;
  }
  if (platform === 'win32' && existsSync(join(folder, 'pulumi.exe'))) {
    return `Pulumi's CLI is in ${folder}, which is not on PATH. In PowerShell, type: $env:Path += ";${folder}"`;
  }
  const command = INSTALL[platform];
  return [
    "Pulumi's CLI is not installed: there is no `pulumi` on PATH. It is not an npm package.",
    ...(command === undefined ? [] : [`  ${command}`]),
    `  Other ways: ${INSTALL_PAGE}`,
    'To try the gateway without it: npm start',
  ].join('\n');
}

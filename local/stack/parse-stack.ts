// A stack file through the program's own parser, without Pulumi. Nothing is decrypted: texts of the right form
// stand for secrets.
import { createHash } from 'node:crypto';
import { UserError } from '../../command-line/user-error.ts';
import { explainMisplaced } from '../../infra/misplaced-settings.ts';
import { parseSettings, type ParsedSettings } from '../../infra/parse-settings.ts';
import { readUsersFile } from '../../infra/users-file.ts';
import { loadStackConfig, type StackConfig } from './stack-config.ts';

/**
 * Reads a stack's file.
 *
 * @param root folder of Pulumi.yaml
 * @throws UserError for an unknown stack, a file that is not YAML, or a repeated key
 */
export function readStack(root: string, stack: string): StackConfig {
  return loadStackConfig(root, stack, standInFor);
}

/** No two are the same. */
function standInFor(path: string): string {
  if (path === 'alerts.webhook') return 'https://webhook.invalid/';
  return `sk-${createHash('sha256').update(path).digest('hex')}`;
}

/** Values of other namespaces, such as `azure-native:clientId`. Encrypted ones are left out. */
export function providerValues(config: StackConfig): Readonly<Record<string, string>> {
  const encrypted = new Set(config.secretKeys);
  const others = Object.entries(config.values).filter(
    ([key]) => !key.startsWith(`${config.project}:`) && !encrypted.has(key),
  );
  return Object.fromEntries(others);
}

/**
 * The settings with their users file, or everything that is wrong with them. Cloudflare's credentials, which
 * are not in the file, are taken to be there.
 *
 * @param root folder of Pulumi.yaml
 * @param now milliseconds since 1970. Only warnings depend on it
 * @throws UserError for settings that Pulumi would not pass to the program
 */
export function parseStack(
  root: string,
  config: StackConfig,
  env: NodeJS.ProcessEnv,
  now: number,
): ParsedSettings {
  const { project, stack, values, secretKeys } = config;
  const misplaced = explainMisplaced({ project, stack, values, folder: root });
  if (misplaced !== undefined) throw new UserError(misplaced);
  const prefix = `${project}:`;
  const toName = (key: string) => key.slice(prefix.length);
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  return parseSettings({
    project,
    stack,
    values: Object.fromEntries(own.map(([key, value]) => [toName(key), value])),
    secretKeys: new Set(secretKeys.filter((key) => key.startsWith(prefix)).map(toName)),
    usersFile: readUsersFile(root, stack),
    hasCloudflareCredentials: true,
    azureSubscriptionId: providerValues(config)['azure-native:subscriptionId'],
    env,
    now,
  });
}

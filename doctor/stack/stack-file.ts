// The stack's settings, as the program reads them. Secrets are not decrypted: texts of the right form stand
// for them.
import { createHash } from 'node:crypto';
import { parseSettings, type ParsedSettings } from '../../infra/parse-settings.ts';
import { readUsersFile } from '../../infra/users-file.ts';
import { loadStackConfig } from '../../local/stack/stack-config.ts';
import { UserError } from '../../command-line/user-error.ts';
import { Trouble } from '../finding.ts';

export interface StackFile {
  readonly name: string;
  readonly parsed: ParsedSettings;
  /** `azure-native:clientId` and the like -> the value; encrypted ones are left out. */
  readonly ofProviders: Readonly<Record<string, string>>;
}

/**
 * Reads and checks Pulumi.<stack>.yaml and users.<stack>.yaml.
 *
 * @param project the folder of Pulumi.yaml
 * @param now Unix milliseconds
 * @throws Trouble where there is no such file, or it is not YAML
 */
export function readStackFile(
  project: string,
  stack: string,
  env: NodeJS.ProcessEnv,
  now: number,
): StackFile {
  const config = load(project, stack);
  const prefix = `${config.project}:`;
  const encrypted = new Set(config.secretKeys);
  const [own, others] = [true, false].map((isOwn) =>
    Object.entries(config.values).filter(([key]) => key.startsWith(prefix) === isOwn),
  );
  const toName = (key: string) => key.slice(prefix.length);
  const ofProviders = Object.fromEntries((others ?? []).filter(([key]) => !encrypted.has(key)));
  const parsed = parseSettings({
    project: config.project,
    stack: config.stack,
    values: Object.fromEntries((own ?? []).map(([key, value]) => [toName(key), value])),
    secretKeys: new Set(config.secretKeys.filter((key) => key.startsWith(prefix)).map(toName)),
    usersFile: readUsersFile(project, stack),
    // Cloudflare's credentials have a line of their own.
    hasCloudflareCredentials: true,
    azureSubscriptionId: ofProviders['azure-native:subscriptionId'],
    env,
    now,
  });
  return { name: stack, parsed, ofProviders };
}

function load(project: string, stack: string) {
  try {
    return loadStackConfig(project, stack, standFor);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Trouble(
      error.message,
      `Write Pulumi.${stack}.yaml, for example as a copy of Pulumi.dev.yaml, or name another stack with --stack.`,
    );
  }
}

function standFor(path: string): string {
  if (path === 'alerts.webhook') return 'https://webhook.invalid/';
  return `sk-${createHash('sha256').update(path).digest('hex')}`;
}

// Reads the stack's configuration from Pulumi, and its users file. parse-settings.ts checks it.
import * as pulumi from '@pulumi/pulumi';
import { explainMisplaced } from './misplaced-settings.ts';
import type { UsersFile } from './settings/raw-config.ts';
import type { Settings } from './settings/settings.ts';
import { parseSettings } from './parse-settings.ts';
import { explainFaults } from './rules/settings-faults.ts';
import { readUsersFile } from './users-file.ts';

/** What the program is to deploy. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** Name of the file that has users; undefined where no file has any. */
  readonly usersFile: string | undefined;
}

/**
 * The running stack's settings. Warnings are logged with Pulumi.
 *
 * @param lastUsersFile name of the file whose users the last `up` deployed
 * @throws pulumi.RunError with every fault in one message, or with what hides the settings from Pulumi; Pulumi
 *   prints it without a stack trace
 */
export function loadSettings(
  env: NodeJS.ProcessEnv,
  lastUsersFile: string | undefined,
): LoadedSettings {
  const stack = pulumi.getStack();
  const project = pulumi.getProject();
  // Keys of other namespaces, such as `azure-native:`, belong to the providers.
  const all = pulumi.runtime.allConfig();
  const keys = Object.keys(all).filter((key) => key.startsWith(`${project}:`));
  const toName = (key: string) => key.slice(project.length + 1);
  const misplaced = explainMisplaced({ project, stack, values: all, folder: process.cwd() });
  if (misplaced !== undefined) throw new pulumi.RunError(misplaced);
  const usersFile = readUsersFile(process.cwd(), stack);
  const parsed = parseSettings({
    project,
    stack,
    values: Object.fromEntries(
      keys.map((key) => [toName(key), pulumi.runtime.getConfig(key) ?? '']),
    ),
    secretKeys: new Set(keys.filter(isSecret).map(toName)),
    usersFile,
    lastUsersFile,
    hasCloudflareCredentials: hasCloudflareCredentials(env),
    azureSubscriptionId: pulumi.runtime.getConfig('azure-native:subscriptionId'),
    env,
    now: Date.now(),
  });
  if (!parsed.ok) throw new pulumi.RunError(explainFaults(stack, parsed.faults));
  for (const warning of parsed.warnings) void pulumi.log.warn(warning);
  return { settings: parsed.settings, usersFile: usersIn(usersFile) };
}

function usersIn(file: UsersFile | undefined): string | undefined {
  const hasUsers = file !== undefined && 'users' in file && isFilled(file.users);
  return hasUsers ? file.name : undefined;
}

function isFilled(users: unknown): boolean {
  return Array.isArray(users) && users.length > 0;
}

/**
 * Whether the Cloudflare provider has an API token, an API key with its e-mail address, or a user service
 * key: https://www.pulumi.com/registry/packages/cloudflare/installation-configuration/
 */
function hasCloudflareCredentials(env: NodeJS.ProcessEnv): boolean {
  const has = (key: string, variable: string) =>
    Boolean(pulumi.runtime.getConfig(`cloudflare:${key}`)) || Boolean(env[variable]);
  return (
    has('apiToken', 'CLOUDFLARE_API_TOKEN') ||
    has('apiUserServiceKey', 'CLOUDFLARE_API_USER_SERVICE_KEY') ||
    (has('apiKey', 'CLOUDFLARE_API_KEY') && has('email', 'CLOUDFLARE_EMAIL'))
  );
}

/**
 * Whether Pulumi keeps (part of) the key's value encrypted. The SDK exports this function without
 * declaring its type: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/config.ts
 */
function isSecret(key: string): boolean {
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, 'isConfigSecret');
  if (typeof isConfigSecret !== 'function') {
    throw new Error('@pulumi/pulumi no longer exports isConfigSecret');
  }
  return Reflect.apply(isConfigSecret, undefined, [key]) === true;
}

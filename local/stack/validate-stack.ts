// What is wrong with a stack file, as far as the file alone shows it: no account and no passphrase is needed.
import { parseSettings } from '../../infra/parse-settings.ts';
import { explainFaults } from '../../infra/rules/settings-faults.ts';
import { readUsersFile } from '../../infra/users-file.ts';
import { loadStackConfig, type StackConfig } from './stack-config.ts';

/** What was found. */
export interface StackReport {
  readonly stack: string;
  /** Every fault in one message; undefined where the stack is valid. */
  readonly faults: string | undefined;
  /** What is allowed but odd. */
  readonly warnings: readonly string[];
  /** Keys that have to be set before `up`, in the file or in the environment. */
  readonly toBeSet: readonly string[];
}

/** Settings of one's own accounts, which an example leaves out. What stands for them here is valid. */
const OF_ACCOUNTS = {
  cloudflareAccountId: '0'.repeat(32),
  workersDevSubdomain: 'example',
} as const;

/**
 * Checks a stack.
 *
 * @param root folder of Pulumi.yaml
 * @param now milliseconds since 1970. Only warnings depend on it
 * @throws UserError for an unknown stack, a file that is not YAML, or a repeated key
 */
export function validateStack(root: string, stack: string, now: number): StackReport {
  const config = loadStackConfig(root, stack, standInFor);
  const own = ownValues(config);
  const toBeSet = Object.keys(OF_ACCOUNTS).filter((key) => isMissing(key, own));
  const values = { ...own };
  for (const key of toBeSet) values[key] = OF_ACCOUNTS[key as keyof typeof OF_ACCOUNTS];
  const parsed = parseSettings({
    project: config.project,
    stack,
    values,
    secretKeys: new Set(config.secretKeys.map((key) => key.replace(`${config.project}:`, ''))),
    usersFile: readUsersFile(root, stack),
    // The environment has them, of which a file says nothing.
    hasCloudflareCredentials: true,
    azureSubscriptionId: config.values['azure-native:subscriptionId'],
    env: {},
    now,
  });
  if (parsed.ok) return { stack, faults: undefined, warnings: parsed.warnings, toBeSet };
  return { stack, faults: explainFaults(stack, parsed.faults), warnings: [], toBeSet };
}

/** An encrypted value, which nothing here can decrypt. No two are the same. */
function standInFor(path: string): string {
  if (path === 'alerts.webhook') return 'https://webhook.invalid/';
  return `sk-${path.replaceAll(/[^a-zA-Z0-9]/g, '-')}`.padEnd(48, '0');
}

/** The project's keys, without its name. */
function ownValues({ project, values }: StackConfig): Record<string, string> {
  const own = Object.entries(values).filter(([key]) => key.startsWith(`${project}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), value]));
}

/** A gateway with its own domain needs no address below workers.dev. */
function isMissing(key: string, values: Readonly<Record<string, string>>): boolean {
  if (key === 'workersDevSubdomain' && values['customDomain']) return false;
  return !values[key];
}

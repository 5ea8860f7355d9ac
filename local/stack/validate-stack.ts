// What is wrong with a stack file, as far as the file alone shows it: no account and no passphrase is needed.
import { explainFaults } from '../../infra/rules/settings-faults.ts';
import { parseStack, readStack } from './parse-stack.ts';
import type { StackConfig } from './stack-config.ts';

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
const OF_ACCOUNTS = [
  ['cloudflareAccountId', '0'.repeat(32)],
  ['workersDevSubdomain', 'example'],
] as const;

/**
 * Checks a stack.
 *
 * @param root folder of Pulumi.yaml
 * @param now milliseconds since 1970. Only warnings depend on it
 * @throws UserError for an unknown stack, a file that is not YAML, a repeated key, or settings at a wrong place
 */
export function validateStack(root: string, stack: string, now: number): StackReport {
  const config = readStack(root, stack);
  const { project } = config;
  const missing = OF_ACCOUNTS.filter(([key]) => isMissing(key, config));
  const standIns = missing.map(([key, value]) => [`${project}:${key}`, value] as const);
  const values = { ...config.values, ...Object.fromEntries(standIns) };
  const parsed = parseStack(root, { ...config, values }, {}, now);
  const toBeSet = missing.map(([key]) => key);
  if (parsed.ok) return { stack, faults: undefined, warnings: parsed.warnings, toBeSet };
  return { stack, faults: explainFaults(stack, parsed.faults), warnings: [], toBeSet };
}

/** A gateway with its own domain needs no address below workers.dev. */
function isMissing(key: string, { project, values }: StackConfig): boolean {
  if (key === 'workersDevSubdomain' && values[`${project}:customDomain`]) return false;
  return !values[`${project}:${key}`];
}

// The stack's settings, as the program reads them.
import type { ParsedSettings } from '../../infra/parse-settings.ts';
import { parseStack, providerValues, readStack } from '../../local/stack/parse-stack.ts';
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
  const parsed = parseStack(project, config, env, now);
  return { name: stack, parsed, ofProviders: providerValues(config) };
}

function load(project: string, stack: string) {
  try {
    return readStack(project, stack);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Trouble(
      error.message,
      `Write Pulumi.${stack}.yaml, for example as a copy of Pulumi.dev.yaml, or name another stack with --stack.`,
    );
  }
}

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
 * @throws Trouble where there is no such file, it is not YAML, or its settings are at a wrong place
 */
export function readStackFile(
  project: string,
  stack: string,
  env: NodeJS.ProcessEnv,
  now: number,
): StackFile {
  try {
    const config = readStack(project, stack);
    const parsed = parseStack(project, config, env, now);
    return { name: stack, parsed, ofProviders: providerValues(config) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Trouble(
      error.message,
      `Correct Pulumi.${stack}.yaml, write it as a copy of Pulumi.dev.yaml, or name another stack with --stack.`,
    );
  }
}

// Where Pulumi's CLI is on this machine.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Said where tests of the real CLI are left out. */
export const NO_PULUMI =
  "Pulumi's CLI is neither named by PULUMI_CLI nor on the PATH, so `pulumi new` itself is not tried";

/** The file that PULUMI_CLI names, or `pulumi` on the PATH; undefined where there is neither. */
export function findPulumi(env: NodeJS.ProcessEnv): string | undefined {
  const { PULUMI_CLI: named = '', PATH: path = '' } = env;
  const files = [named, ...path.split(delimiter).map((folder) => join(folder, 'pulumi'))];
  return files.find((file) => file !== '' && existsSync(file));
}

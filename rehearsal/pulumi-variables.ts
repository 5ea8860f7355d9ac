// The environment of Pulumi's CLI with a state of its own, away from the operator's login.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param folder that holds the state; it must exist */
export function ownStateVariables(folder: string): Readonly<Record<string, string>> {
  return {
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, 'state')).href,
    // Nothing in this state is a secret of anybody's.
    PULUMI_CONFIG_PASSPHRASE: 'rehearsal',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    // The program's working folder is the project's, and it loads the same packages at every run.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(folder, 'compile-cache'),
  };
}

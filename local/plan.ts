// What `npm start` runs: the declared stack against the stand-in, or the gateway that variables describe
// against a real Azure resource. It starts nothing.
import type { AzureAccount } from '../azure-stand-in/server.ts';
import { evaluateStack } from './stack/evaluate.ts';
import { openMemory, type Memory } from './stack/memory.ts';
import { loadStackConfig, type StackConfig } from './stack/stack-config.ts';
import type { Tenant } from './stack/tenant.ts';
import { scriptInFolder } from './workerd/script-in-folder.ts';
import type { WorkerScript } from './workerd/worker-script.ts';

/** What to run. */
export interface Plan {
  readonly script: WorkerScript;
  /** Names of bindings that only work on Cloudflare. */
  readonly leftOut: readonly string[];
  /** The accounts of the stand-in; undefined: use Azure itself. */
  readonly accounts: readonly AzureAccount[] | undefined;
  /** What the stand-in for Microsoft Entra knows; undefined: there is none. */
  readonly tenant?: Tenant | undefined;
  readonly models: readonly string[];
  readonly users: readonly { readonly name: string; readonly key: string }[];
  /** URNs that `pulumi up` would create; none where variables describe the gateway. */
  readonly urns: readonly string[];
}

/**
 * Plans the start of a stack.
 *
 * @param root the project's folder, also the working directory
 * @throws UserError or pulumi.RunError, whose messages say what to fix
 */
export async function planStack(
  root: string,
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<Plan> {
  const memory = openMemory(root, stack);
  const config = loadStackConfig(root, stack, (path) => madeUpSecret(path, memory));
  const evaluated = await evaluateStack(withLocalDefaults(config, env), memory);
  return { ...evaluated, script: scriptInFolder(root, evaluated.script) };
}

/** Stands for a secret, which nothing here can decrypt. */
function madeUpSecret(path: string, memory: Memory): string {
  // The only one that is not a key; no host has this name: https://datatracker.ietf.org/doc/html/rfc2606
  if (path === 'alerts.webhook') return 'https://webhook.invalid/';
  return `sk-${memory.recall(`secret:${path}`, 48)}`;
}

/** Values for settings that only a real deployment needs, so that a stack runs without an account. */
function withLocalDefaults(config: StackConfig, env: NodeJS.ProcessEnv): StackConfig {
  const defaults = {
    cloudflareAccountId: env['CLOUDFLARE_ACCOUNT_ID'] ?? '0'.repeat(32),
    workersDevSubdomain: 'local',
  };
  const values = { ...config.values };
  for (const [name, value] of Object.entries(defaults))
    values[`${config.project}:${name}`] ||= value;
  return { ...config, values };
}

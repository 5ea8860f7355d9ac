// Runs the real Pulumi program on this machine with stand-in providers. The result is what `pulumi up`
// would upload and create.
import * as pulumi from '@pulumi/pulumi';
import { toWorkerScript } from './declared-script.ts';
import { existingDeployments } from './existing-deployments.ts';
import type { Memory } from './memory.ts';
import type { StackConfig } from './stack-config.ts';
import {
  existingAccountId,
  standInProviders,
  type StandInProviders,
} from './stand-in-providers.ts';
import type { AzureAccount } from '../../azure-stand-in/operation/account.ts';
import { rolesOn, toTenant, type Tenant } from './tenant.ts';
import type { WorkerScript } from '../workerd/worker-script.ts';
import { existingAccounts } from './existing-accounts.ts';
import { asObject } from '../../command-line/as-object.ts';

/** What the program declared. */
export interface EvaluatedStack {
  /** URNs in the order of registration, for listing. */
  readonly urns: readonly string[];
  readonly script: WorkerScript;
  /** Names of bindings that only work on Cloudflare. */
  readonly leftOut: readonly string[];
  readonly accounts: readonly AzureAccount[];
  /** What the stand-in for Microsoft Entra knows; undefined: the stack has no identity. */
  readonly tenant: Tenant | undefined;
  readonly models: readonly string[];
  /** One entry per key: a user's newest key first, then the retiring ones. */
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

/**
 * Evaluates `infra/index.ts`. Works once per process, because the program is a module.
 *
 * @throws pulumi.RunError for faults in the stack's settings
 */
export async function evaluateStack(config: StackConfig, memory: Memory): Promise<EvaluatedStack> {
  const providers = standInProviders(memory, existingDeployments(config));
  await pulumi.runtime.setMocks(
    providers.mocks,
    config.project,
    config.stack,
    false,
    'organization',
  );
  // The stand-in of Cloudflare's provider reads no token, but the program requires one.
  const values = { ...config.values, 'cloudflare:apiToken': 'none' };
  pulumi.runtime.setAllConfig(values, [...config.secretKeys]);

  const program = await import('../../infra/index.ts');
  const [models, users, retiring] = await Promise.all([
    valueOf(program.models),
    valueOf(program.users),
    valueOf(program.retiringKeys),
  ]);
  await pulumi.runtime.disconnect();

  const monitor = pulumi.runtime.getMonitor() as unknown as {
    getRegisteredResources(): ReadonlyMap<string, unknown>;
  };
  const { declared } = providers;
  const { script, leftOut } = toWorkerScript(declared);
  const created = toAccounts(providers);
  const existing = existingAccounts(script, created).map((account) => ({
    ...account,
    roles: rolesOn(declared, existingAccountId(account.subdomain)),
  }));
  return {
    urns: [...monitor.getRegisteredResources().keys()],
    script,
    leftOut,
    accounts: [...created, ...existing],
    tenant: toTenant(declared),
    models: [...models],
    users: Object.entries(users).flatMap(([name, key]) =>
      [key, ...(retiring[name] ?? [])].map((each) => ({ name, key: each })),
    ),
  };
}

function valueOf<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => pulumi.output(value).apply(resolve));
}

function toAccounts(providers: StandInProviders): readonly AzureAccount[] {
  const { declared } = providers;
  const deployments = declared.filter(({ type }) => type.endsWith(':Deployment'));
  return declared
    .filter(({ type }) => type.endsWith(':cognitiveservices:Account'))
    .map(({ name, physicalName, inputs }) => {
      const { customSubDomainName, disableLocalAuth } = asObject(inputs['properties']);
      const isKeyless = disableLocalAuth === true;
      return {
        subdomain: String(customSubDomainName),
        isKeyless,
        roles: rolesOn(declared, `${name}-id`),
        // A key that nobody can use need not be made up and remembered.
        keys: isKeyless ? [] : providers.accountKeys(physicalName),
        deployments: deployments
          .filter((deployment) => deployment.inputs['accountName'] === physicalName)
          .map((deployment) => {
            const model = asObject(asObject(deployment.inputs['properties'])['model']);
            const sku = asObject(deployment.inputs['sku']);
            return {
              name: deployment.physicalName,
              model: String(model['name']),
              version: String(model['version']),
              sku: String(sku['name']),
              capacity: Number(sku['capacity']),
            };
          }),
      };
    });
}

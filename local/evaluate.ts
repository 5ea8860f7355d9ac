// Running the real Pulumi program on this machine: same settings, same code, stand-in
// providers. What comes out is what `pulumi up` would upload and create.
import * as pulumi from '@pulumi/pulumi';
import type { Memory } from './memory.ts';
import type { StackConfig } from './stack-config.ts';
import {
  standInProviders,
  type DeclaredResource,
  type StandInProviders,
} from './stand-in-providers.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import type { BackendBinding, Env, ModelBinding } from '../worker/contract/env.ts';
import type { AzureAccount, AzureDeployment } from '../azure-stand-in/operation/account.ts';
import type { WorkerScript } from './workerd.ts';
import { asObject } from './as-object.ts';

/** What the program declared. */
export interface EvaluatedStack {
  /** URNs in the order of registration, for listing. */
  readonly urns: readonly string[];
  readonly script: WorkerScript;
  /** Names of bindings that only Cloudflare has. */
  readonly leftOut: readonly string[];
  readonly accounts: readonly AzureAccount[];
  readonly models: readonly string[];
  /** One entry per key: a user's newest first, then those that are to go. */
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

/**
 * Evaluates `infra/index.ts`. Once per process: the program is a module.
 *
 * @throws pulumi.RunError for faults in the stack's settings
 */
export async function evaluateStack(config: StackConfig, memory: Memory): Promise<EvaluatedStack> {
  const providers = standInProviders(memory);
  await pulumi.runtime.setMocks(providers.mocks, config.project, config.stack, false);
  pulumi.runtime.setAllConfig({ ...config.values }, [...config.secretKeys]);

  const program = await import('../infra/index.ts');
  const [models, users, retiring] = await Promise.all([
    valueOf(program.models),
    valueOf(program.users),
    valueOf(program.retiringKeys),
  ]);
  await pulumi.runtime.disconnect();

  const monitor = pulumi.runtime.getMonitor() as unknown as {
    getRegisteredResources(): ReadonlyMap<string, unknown>;
  };
  const { script, leftOut } = toScript(providers.declared);
  const created = toAccounts(providers);
  return {
    urns: [...monitor.getRegisteredResources().keys()],
    script,
    leftOut,
    accounts: [...created, ...existingAccounts(script, created)],
    models: [...models],
    users: Object.entries(users).flatMap(([name, key]) =>
      [key, ...(retiring[name] ?? [])].map((each) => ({ name, key: each })),
    ),
  };
}

function valueOf<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => pulumi.output(value).apply(resolve));
}

/** workerd has texts; what else the program binds, only Cloudflare has. */
function toScript(
  declared: readonly DeclaredResource[],
): Pick<EvaluatedStack, 'script' | 'leftOut'> {
  const resource = declared.find(({ type }) => type.endsWith(':WorkersScript'));
  if (resource === undefined) throw new Error('the program declared no WorkersScript');
  // The provider's own types, as the program filled them in.
  const inputs = resource.inputs as unknown as WorkerScript;
  const bindings = inputs.bindings.filter((binding) => 'text' in binding);
  const script = {
    contentFile: inputs.contentFile,
    mainModule: inputs.mainModule,
    compatibilityDate: inputs.compatibilityDate,
    compatibilityFlags: inputs.compatibilityFlags,
    bindings,
  };
  const leftOut = inputs.bindings.filter((binding) => !bindings.includes(binding));
  return { script, leftOut: leftOut.map(({ name }) => name) };
}

function toAccounts(providers: StandInProviders): readonly AzureAccount[] {
  const { declared } = providers;
  const deployments = declared.filter(({ type }) => type.endsWith(':Deployment'));
  return declared
    .filter(({ type }) => type.endsWith(':cognitiveservices:Account'))
    .map(({ physicalName, inputs }) => ({
      subdomain: String(asObject(inputs['properties'])['customSubDomainName']),
      keys: providers.accountKeys(physicalName),
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
    }));
}

/**
 * Accounts that the program names and does not create. All that is known of them is what the Worker is
 * told.
 */
function existingAccounts(
  { bindings }: WorkerScript,
  created: readonly AzureAccount[],
): readonly AzureAccount[] {
  const env: Env = Object.fromEntries(bindings.map(({ name, text }) => [name, text]));
  const upstreams = JSON.parse(readBinding(env, 'BACKENDS') ?? '[]') as readonly BackendBinding[];
  const keys = JSON.parse(readBinding(env, 'BACKEND_KEYS') ?? '{}') as Record<string, string>;
  const models = JSON.parse(readBinding(env, 'MODELS') ?? '[]') as readonly ModelBinding[];
  return upstreams
    .map(({ name, endpoint }) => ({
      name,
      subdomain: new URL(endpoint).hostname.split('.')[0] ?? '',
    }))
    .filter(({ subdomain }) => created.every((account) => account.subdomain !== subdomain))
    .map(({ name, subdomain }) => ({
      subdomain,
      keys: [keys[name] ?? ''],
      deployments: models.flatMap((model) => deploymentAt(name, model)),
    }));
}

function deploymentAt(backend: string, binding: ModelBinding): readonly AzureDeployment[] {
  const { id, model, deployment = id, backends } = binding;
  const own = backends?.find(({ name }) => name === backend);
  if (backends !== undefined && own === undefined) return [];
  // Of a model that the stack does not know, the client's name is the best guess.
  return [{ name: own?.deployment ?? deployment, model: model ?? id }];
}

// Runs the real Pulumi program on this machine with stand-in providers. The result is what `pulumi up`
// would upload and create.
import * as pulumi from '@pulumi/pulumi';
import type { Memory } from './memory.ts';
import type { StackConfig } from './stack-config.ts';
import {
  standInProviders,
  type DeclaredResource,
  type StandInProviders,
} from './stand-in-providers.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import type { Env } from '../worker/contract/env.ts';
import type { AzureAccount, AzureDeployment } from '../azure-stand-in/operation/account.ts';
import type { WorkerScript } from './workerd.ts';
import { asList, asObject } from '../command-line/as-object.ts';

/** What the program declared. */
export interface EvaluatedStack {
  /** URNs in the order of registration, for listing. */
  readonly urns: readonly string[];
  readonly script: WorkerScript;
  /** Names of bindings that only work on Cloudflare. */
  readonly leftOut: readonly string[];
  readonly accounts: readonly AzureAccount[];
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

/** workerd gets the text bindings; other kinds only work on Cloudflare. */
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

/** Accounts that the program uses but does not create, as the Worker's bindings describe them. */
function existingAccounts(
  { bindings }: WorkerScript,
  created: readonly AzureAccount[],
): readonly AzureAccount[] {
  const env: Env = Object.fromEntries(bindings.map(({ name, text }) => [name, text]));
  const keys = asObject(parseBinding(env, 'BACKEND_KEYS'));
  const models = asList(parseBinding(env, 'MODELS')).map(asObject);
  return asList(parseBinding(env, 'BACKENDS'))
    .map(asObject)
    .map(({ name, endpoint }) => ({
      name: String(name),
      subdomain: new URL(String(endpoint)).hostname.split('.')[0] ?? '',
    }))
    .filter(({ subdomain }) => created.every((account) => account.subdomain !== subdomain))
    .map(({ name, subdomain }) => ({
      subdomain,
      keys: [textOf(keys[name])],
      deployments: models.flatMap((model) => deploymentAt(name, model)),
    }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseBinding(env: Env, name: 'BACKENDS' | 'BACKEND_KEYS' | 'MODELS'): unknown {
  return JSON.parse(readBinding(env, name) ?? 'null');
}

function deploymentAt(
  backend: string,
  { id, model, deployment, backends }: Readonly<Record<string, unknown>>,
): readonly AzureDeployment[] {
  const own = asList(backends)
    .map(asObject)
    .find(({ name }) => name === backend);
  if (backends !== undefined && own === undefined) return [];
  return [
    {
      name: String(own?.['deployment'] ?? deployment ?? id),
      // The stack may not name the model; then the client's name is the best guess.
      model: String(model ?? id),
    },
  ];
}

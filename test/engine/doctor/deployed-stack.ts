// A deployed stack with everything that the doctor looks at: two regions, one of them without keys, a domain,
// an admin with limits. Pulumi's real CLI has deployed it to the stand-in clouds, and workerd serves it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import {
  startAzure,
  type AzureAccount,
  type AzureStandIn,
  type ManagedIdentity,
} from '../../../azure-stand-in/server.ts';
import { ALL_CHECKS } from '../../../doctor/all-checks.ts';
import type { Line } from '../../../doctor/check.ts';
import { PUBLIC_CLOUD } from '../../../doctor/context/addresses.ts';
import { openContext, type DoctorOptions } from '../../../doctor/context/context.ts';
import { runChecks } from '../../../doctor/run-checks.ts';
import { OperatorsPulumi } from '../../../doctor/stack/operators-pulumi.ts';
import type { Plan } from '../../../local/plan.ts';
import { startWorkerd, type RunningWorker } from '../../../local/workerd/workerd.ts';
import type { WorkerScript } from '../../../local/workerd/worker-script.ts';
import type { Captured } from '../../../pulumi-cli/capture.ts';
import { cloudVariables } from '../../../rehearsal/for-doctor.ts';
import { planRehearsal } from '../../../rehearsal/gateway.ts';
import { startOperator, CLOUDFLARE_ACCOUNT, type Operator } from '../operator/operator.ts';

export const STACK = `  cloudflareAccountId: ${CLOUDFLARE_ACCOUNT}
  customDomain: gateway.example.com
  workersDevSubdomain: rehearsal
  regions:
    - location: eastus2
    - location: swedencentral
      azureAuth: entra
  models:
    - name: gpt-5.4-mini
      version: '2026-03-17'
      capacity: 20
    - name: text-embedding-3-small
      version: '1'
  users:
    - name: alice
    - name: operator
      admin: true
      tokensPerMinute: 1000000
`;

/** Tests do not become red when the day of a model's retirement comes near. */
export const NOW = Date.UTC(2026, 10, 27);

/** What a fault may change. It is put back before the next one. */
export type Setup = { -readonly [Name in keyof DoctorOptions]: DoctorOptions[Name] };

/** What an `up` has deployed. */
export interface Deployed {
  readonly gateway: string;
  readonly plan: Plan;
  readonly accounts: readonly AzureAccount[];
}

export interface DeployedStack extends AsyncDisposable {
  readonly operator: Operator;
  readonly clouds: Clouds;
  /** The accounts of the stand-in for Azure OpenAI, as they are asked now. */
  readonly accounts: AzureAccount[];
  readonly identities: ManagedIdentity[];
  readonly azure: AzureStandIn;
  /** As the last `up` left it. */
  readonly deployed: Deployed;
  readonly setup: Setup;
  /** Serves another Worker beside the deployed one. */
  serve(script: WorkerScript): Promise<string>;
  /** Runs `npm run up`, and serves what it uploaded. */
  up(args?: readonly string[]): Promise<void>;
  diagnose(): Promise<readonly Line[]>;
}

export async function deployStack(): Promise<DeployedStack> {
  const operator = await startOperator({ zones: ['example.com'] });
  const { clouds } = operator;
  await operator.writeStack(STACK);
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  const plan = await deploy(operator, folder, []);
  if (plan.tenant === undefined) throw new Error('the stack has no identity');
  const accounts = [...(plan.accounts ?? [])];
  const identities = [...plan.tenant.identities];
  const issuer: { origin?: URL } = {};
  const { tenantId } = plan.tenant;
  const entra = { tenantId, identities, issuerOrigin: () => issuer.origin };
  const azure = await startAzure({ accounts, entra });
  const workers: RunningWorker[] = [];
  const serve = async (script: WorkerScript): Promise<string> => {
    const outbound = { kind: 'server', origin: new URL(azure.url) } as const;
    const running = await startWorkerd({ script, outbound, port: 0, onLog: () => undefined });
    workers.push(running);
    return running.url;
  };
  let deployed = { gateway: await serve(plan.script), plan, accounts: [...accounts] };
  issuer.origin = new URL(deployed.gateway);
  const setup: Setup = {
    root: operator.folder,
    project: operator.folder,
    stack: 'dev',
    env: { ...operator.environment, ...cloudVariables(clouds) },
    addresses: {
      cloud: { ...PUBLIC_CLOUD, azure: clouds.azureUrl, login: clouds.loginUrl },
      machine: `${clouds.loginUrl}/metadata/identity/oauth2/token`,
      gateway: deployed.gateway,
    },
    images: false,
    now: () => NOW,
    // Nothing ends a request but the test itself.
    deadline: () => new AbortController().signal,
  };
  const remembered = new Map<string, Promise<Captured>>();
  return {
    ...{ operator, clouds, accounts, identities, azure, setup, serve },
    get deployed() {
      return deployed;
    },
    up: async (args = []) => {
      const after = await deploy(operator, folder, args);
      // What Pulumi said before the run is not true any more.
      remembered.clear();
      accounts.splice(0, accounts.length, ...(after.accounts ?? []));
      identities.splice(0, identities.length, ...(after.tenant?.identities ?? []));
      deployed = { gateway: await serve(after.script), plan: after, accounts: [...accounts] };
      setup.addresses = { ...setup.addresses, gateway: deployed.gateway };
    },
    diagnose: () => diagnose(setup, remembered),
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers) await worker.stop();
      await azure.close();
      await operator[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

async function deploy(operator: Operator, folder: string, args: readonly string[]): Promise<Plan> {
  const { clouds } = operator;
  const { exitCode, said } = await operator.pulumi(['up', '--yes', '--skip-preview', ...args]);
  const plan = planRehearsal(clouds, folder);
  if (exitCode !== 0 || plan === undefined) throw new Error(said);
  return plan;
}

async function diagnose(
  setup: DoctorOptions,
  remembered: Map<string, Promise<Captured>>,
): Promise<readonly Line[]> {
  const context = openContext({ ...setup }, new RememberedPulumi({ ...setup }, remembered));
  const lines: Line[] = [];
  for await (const line of runChecks(ALL_CHECKS, context)) lines.push(line);
  return lines;
}

/** Pulumi's real CLI, which is started once for each command with the same variables of Pulumi's. */
class RememberedPulumi extends OperatorsPulumi {
  readonly #remembered: Map<string, Promise<Captured>>;
  readonly #key: string;

  constructor(options: DoctorOptions, remembered: Map<string, Promise<Captured>>) {
    super(options);
    this.#remembered = remembered;
    const own = Object.entries(options.env).filter(([name]) => name.startsWith('PULUMI_'));
    this.#key = JSON.stringify([own, options.project]);
  }

  override async call(args: readonly string[]): Promise<Captured> {
    const { path } = await this.cli();
    const key = `${this.#key} ${path} ${args.join(' ')}`;
    const known = this.#remembered.get(key) ?? super.call(args);
    this.#remembered.set(key, known);
    return known;
  }
}

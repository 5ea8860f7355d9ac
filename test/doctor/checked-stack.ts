// A stack with one server in the place of Azure, Cloudflare and the gateway, for single checks. What Pulumi
// would print is given, so no CLI is needed; test/engine/doctor has the real one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ALL_CHECKS } from '../../doctor/all-checks.ts';
import type { Line } from '../../doctor/check.ts';
import { PUBLIC_CLOUD } from '../../doctor/context/addresses.ts';
import { openContext, type Context } from '../../doctor/context/context.ts';
import { runChecks } from '../../doctor/run-checks.ts';
import { OperatorsPulumi } from '../../doctor/stack/operators-pulumi.ts';
import type { Captured } from '../../pulumi-cli/capture.ts';
import { listenOnLoopback } from '../support/loopback.ts';

/** What the server answers: status 200 with the body as JSON, unless it says otherwise. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface CheckedStack {
  /** Below `config:`. Default: `CONFIG`. */
  readonly config?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Members of the state's resources. */
  readonly resources?: readonly object[];
  /** What other commands print, by their first words. */
  readonly pulumi?: Readonly<Record<string, Partial<Captured>>>;
  /** Default: the server. */
  readonly cloud?: 'of the stack';
  readonly answer?: (path: string, headers: IncomingHttpHeaders) => Reply | undefined;
}

/** An account id, a region, a model and a user. */
export const CONFIG = `  cloudflareAccountId: 0123456789abcdef0123456789abcdef
  workersDevSubdomain: team
  regions:
    - location: eastus2
  models:
    - name: gpt-5.4-mini
      version: '2026-03-17'
  users:
    - name: alice
`;

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

/** 2026-11-27 */
const NOW = Date.UTC(2026, 10, 27);

/** Opens it for the test that runs. */
export async function openStack(stack: CheckedStack): Promise<Context> {
  const { config = CONFIG, answer = () => undefined, env = {} } = stack;
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'Pulumi.yaml'), 'name: gateway\nruntime: nodejs\n');
  await writeFile(join(folder, 'Pulumi.dev.yaml'), `config:\n${config}`);
  const server = createServer(({ url = '', headers }, response) => {
    const { status = 200, body, headers: own } = answer(url, headers) ?? login(url);
    response.writeHead(status, { 'content-type': 'application/json', ...own });
    response.end(JSON.stringify(body));
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  const options = {
    ...{ root: folder, project: folder, stack: 'dev', images: false, now: () => NOW },
    addresses: {
      ...(stack.cloud === undefined && {
        cloud: { ...PUBLIC_CLOUD, azure: url.origin, login: url.origin },
      }),
      machine: url.origin,
      gateway: url.origin,
    },
    env: {
      ARM_SUBSCRIPTION_ID: SUBSCRIPTION,
      ARM_TENANT_ID: 'tenant',
      ARM_CLIENT_ID: 'application',
      ARM_CLIENT_SECRET: 'secret-of-the-application-CANARY',
      CLOUDFLARE_API_TOKEN: 'token-of-cloudflare-CANARY',
      CLOUDFLARE_BASE_URL: `${url.origin}/cloudflare`,
      ...env,
    },
    deadline: () => new AbortController().signal,
  };
  return openContext(options, new GivenPulumi(options, stack));
}

/** The token of a login; there is nothing else. */
function login(path: string): Reply {
  if (path !== '/tenant/oauth2/v2.0/token') return { status: 404, body: {} };
  return { body: { access_token: 'token-of-azure-CANARY' } };
}

/** The line of one check. */
export async function lineOf(id: string, context: Context): Promise<Line> {
  const checks = ALL_CHECKS.filter((check) => check.id === id);
  for await (const line of runChecks(checks, context)) return line;
  throw new Error(`there is no check ${id}`);
}

/** Answers from what is given. */
class GivenPulumi extends OperatorsPulumi {
  readonly #stack: CheckedStack;

  constructor(options: ConstructorParameters<typeof OperatorsPulumi>[0], stack: CheckedStack) {
    super(options);
    this.#stack = stack;
  }

  override call(args: readonly string[]): Promise<Captured> {
    const { resources = [], pulumi = {} } = this.#stack;
    const command = args.join(' ');
    const [, said] = Object.entries(pulumi).find(([words]) => command.startsWith(words)) ?? [];
    const exported = command.startsWith('stack export')
      ? { code: 0, stdout: JSON.stringify({ deployment: { resources } }) }
      : undefined;
    return Promise.resolve({ code: 1, stdout: '', stderr: '', ...(said ?? exported) });
  }
}

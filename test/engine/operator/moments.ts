// What clients of the gateway can reach after each change at the clouds.
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import type { UploadedWorker } from '../../../azure-stand-in/clouds/cloudflare/api.ts';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import { isServed, type Caller } from './served.ts';

/** The gateway as its clients see it. */
export interface Moment {
  /** The change after which it looks like this. */
  readonly after: string;
  /** Hosts that lead to a Worker. */
  readonly hosts: ReadonlySet<string>;
  /** Model names with at least one deployment of the model that the Worker takes it for, which opens to it. */
  readonly models: ReadonlySet<string>;
  /** User name -> keys that open the gateway. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How the gateway looks now. */
export function look(clouds: Clouds, after = 'now'): Moment {
  const { workers, domains } = clouds.cloudflare.state;
  const names = new Set(workers.map(({ name }) => name));
  const hosts = new Set([
    ...domains.filter(({ service }) => names.has(service)).map(({ hostname }) => hostname),
    ...workers
      .filter(({ workersDev }) => workersDev.enabled)
      .map(({ name }) => `${name}.me.workers.dev`),
  ]);
  // A Worker with Durable Objects answers nobody but the gateway.
  const gateways = workers.filter(({ classes = [] }) => classes.length === 0);
  const callers = gateways.map((worker) => toCaller(worker, hosts));
  const keys = new Map<string, Set<string>>();
  for (const { config } of callers) {
    const { access } = config;
    if (access.kind !== 'users') continue;
    for (const [key, { user }] of access.users.byKey) {
      keys.set(user.name, (keys.get(user.name) ?? new Set()).add(key));
    }
  }
  const models = callers.flatMap((caller) =>
    [...caller.config.catalog].filter(([, model]) =>
      model.routes.some((route) => isServed(clouds, caller, model, route)),
    ),
  );
  return { after, hosts, models: new Set(models.map(([name]) => name)), keys };
}

/**
 * What the first and the last moment have and another one lacks: hosts, any host at all, models, and
 * users' keys.
 */
export function lostBetween(moments: readonly Moment[]): readonly string[] {
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return [];
  const models = [...first.models].filter((model) => last.models.has(model));
  const hosts = [...first.hosts].filter((host) => last.hosts.has(host));
  const hadHost = first.hosts.size > 0 && last.hosts.size > 0;
  const lost = moments.flatMap(({ after, hosts: open, models: served }) => [
    ...hosts.filter((host) => !open.has(host)).map((host) => `no ${host} after ${after}`),
    ...(hadHost && open.size === 0 ? [`no host after ${after}`] : []),
    ...models.filter((model) => !served.has(model)).map((model) => `no ${model} after ${after}`),
  ]);
  const users = [...first.keys].filter(([user]) => last.keys.has(user));
  const changed = moments.flatMap(({ after, keys: open }) =>
    users
      .filter(([user, keys]) => [...keys].every((key) => open.get(user)?.has(key) !== true))
      .map(([user]) => `another key for ${user} after ${after}`),
  );
  return [...lost, ...changed];
}

/** What the Worker makes of its own bindings. */
function toCaller({ name, metadata }: UploadedWorker, hosts: ReadonlySet<string>): Caller {
  const bindings = metadata['bindings'] as readonly {
    readonly name: string;
    readonly text?: string;
    readonly key_base64?: string;
  }[];
  const config = parseConfig(
    Object.fromEntries(bindings.map((binding) => [binding.name, binding.text])),
  );
  if (!config.ok)
    throw new Error(`Worker ${name} refuses its bindings: ${config.error.join('; ')}`);
  const signingKey = bindings.find((binding) => binding.name === 'ENTRA_KEY')?.key_base64;
  return { config: config.value, signingKey, hosts };
}

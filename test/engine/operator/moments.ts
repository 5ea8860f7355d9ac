// What clients of the gateway can reach after each change at the clouds.
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import type { UploadedWorker } from '../../../azure-stand-in/clouds/cloudflare-api.ts';
import { subdomainOf } from '../../../azure-stand-in/clouds/azure-rules.ts';
import { toJson } from '../../../azure-stand-in/clouds/exchange.ts';
import { parseConfig, type Config } from '../../../worker/config/parse-config.ts';
import type { Model } from '../../../worker/models/catalog.ts';
import type { ModelRoute } from '../../../worker/models/routes.ts';

/** The gateway as its clients see it. */
export interface Moment {
  /** The change after which it looks like this. */
  readonly after: string;
  /** Hosts that lead to a Worker. */
  readonly hosts: ReadonlySet<string>;
  /** Model names with at least one deployment of the model that the Worker takes it for, and with its key. */
  readonly models: ReadonlySet<string>;
  /** User name -> keys that open the gateway. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How the gateway looks now. */
export function look(clouds: Clouds, after = 'now'): Moment {
  const { workers, domains } = clouds.cloudflare.state;
  const names = new Set(workers.map(({ name }) => name));
  const hosts = [
    ...domains.filter(({ service }) => names.has(service)).map(({ hostname }) => hostname),
    ...workers
      .filter(({ workersDev }) => workersDev.enabled)
      .map(({ name }) => `${name}.me.workers.dev`),
  ];
  const configs = workers.map(configOf);
  const keys = new Map<string, Set<string>>();
  for (const { access } of configs) {
    if (access.kind !== 'users') continue;
    for (const [key, { user }] of access.users.byKey) {
      keys.set(user.name, (keys.get(user.name) ?? new Set()).add(key));
    }
  }
  const models = configs.flatMap(({ catalog }) =>
    [...catalog].filter(([, model]) =>
      model.routes.some((route) => isServed(clouds, model, route)),
    ),
  );
  return { after, hosts: new Set(hosts), models: new Set(models.map(([name]) => name)), keys };
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

function isServed(
  clouds: Clouds,
  { azureName }: Model,
  { backend, deployment }: ModelRoute,
): boolean {
  const { azure } = clouds;
  const subdomain = new URL(backend.endpoint).hostname.split('.')[0];
  const account = azure
    .all()
    .find(({ kind, body }) => kind === 'account' && subdomainOf(body) === subdomain);
  const { credential } = backend;
  if (account === undefined || credential.kind !== 'key') return false;
  if (!azure.keysOf(account.id).includes(credential.key)) return false;
  const found = azure.find(`${account.id}/deployments/${deployment}`);
  if (found === undefined) return false;
  const { name } = toJson(toJson(found.body['properties'])['model']);
  return azureName === undefined || name === azureName;
}

/** What the Worker makes of its own bindings. */
function configOf({ name, metadata }: UploadedWorker): Config {
  const bindings = metadata['bindings'] as readonly {
    readonly name: string;
    readonly text?: string;
  }[];
  const config = parseConfig(
    Object.fromEntries(bindings.map((binding) => [binding.name, binding.text])),
  );
  if (!config.ok)
    throw new Error(`Worker ${name} refuses its bindings: ${config.error.join('; ')}`);
  return config.value;
}

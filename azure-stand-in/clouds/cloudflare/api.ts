// Cloudflare's API of Workers: scripts, their settings, addresses below workers.dev, and custom domains.
// https://developers.cloudflare.com/api/resources/workers/
import { createHash } from 'node:crypto';
import * as answers from './answers.ts';
import { readJson, toJson, type CloudReply, type CloudRequest, type Json } from '../exchange.ts';

/** A Worker as it was uploaded. */
export interface UploadedWorker {
  readonly name: string;
  /** The upload's `metadata`. */
  readonly metadata: Json;
  readonly module: { readonly name: string; readonly text: string };
  readonly workersDev: { readonly enabled: boolean; readonly previews_enabled: boolean };
  /** Versions that share the requests; default: one that gets all. An upload is one. */
  readonly versions?: readonly WorkerVersion[];
}

/** As in an answer about deployments. */
export interface WorkerVersion {
  readonly version_id: string;
  readonly percentage: number;
}

export interface CustomDomain {
  readonly id: string;
  readonly hostname: string;
  readonly service: string;
  readonly zone_name: string;
}

/** What is kept from one run to the next. */
export interface CloudflareState {
  readonly workers: readonly UploadedWorker[];
  readonly domains: readonly CustomDomain[];
}

export interface CloudflareOptions {
  readonly accountId: string;
  /** The only token that is accepted. */
  readonly token: string;
  /** Whether the answers have the defaults of a Worker's logs, or what was sent. */
  readonly observability: 'defaults' | 'echo';
  /** Names of the account's zones. */
  readonly zones: readonly string[];
}

export class CloudflareApi {
  readonly #workers = new Map<string, UploadedWorker>();
  readonly #domains = new Map<string, CustomDomain>();
  readonly #options: CloudflareOptions;
  /** Hosts that something else uses: another Worker, or a DNS record. */
  readonly takenHosts = new Map<string, 'worker' | 'record'>();
  /** Whether the account has a name below workers.dev. */
  hasWorkersDevName = true;

  constructor(options: CloudflareOptions, state?: CloudflareState) {
    this.#options = options;
    for (const worker of state?.workers ?? []) this.#workers.set(worker.name, worker);
    for (const domain of state?.domains ?? []) this.#domains.set(domain.hostname, domain);
  }

  get state(): CloudflareState {
    return { workers: [...this.#workers.values()], domains: [...this.#domains.values()] };
  }

  /** Somebody changes a Worker in the dashboard. */
  change(name: string, edit: (worker: UploadedWorker) => UploadedWorker): void {
    const worker = this.#workers.get(name);
    if (worker === undefined) throw new Error(`there is no Worker ${name}`);
    this.#workers.set(name, edit(worker));
  }

  /** The host of a custom domain's path. */
  hostOf(path: string): string | undefined {
    const id = /\/workers\/domains\/([^/]+)$/.exec(path)?.[1];
    return [...this.#domains.values()].find((domain) => domain.id === id)?.hostname;
  }

  async handle(request: CloudRequest): Promise<CloudReply> {
    const { accountId, token } = this.#options;
    const [, account, rest] = /^\/accounts\/([^/]+)\/workers\/(.+)$/.exec(request.path) ?? [];
    if (account === undefined || rest === undefined || !/^[0-9a-f]{32}$/.test(account)) {
      return answers.couldNotRoute(request.path);
    }
    const isKnown = request.headers.get('authorization') === `Bearer ${token}`;
    if (!isKnown || account !== accountId) return answers.authenticationError();
    const [collection, name, part] = rest.split('/').map(decodeURIComponent);
    if (collection === 'domains') return this.#handleDomain(request, name);
    if (collection === 'scripts' && name === undefined) {
      return answers.succeed([...this.#workers.values()].map(({ name: id }) => ({ id })));
    }
    if (collection === 'scripts' && name !== undefined) {
      return this.#handleScript(request, name, part);
    }
    return answers.couldNotRoute(request.path);
  }

  async #handleScript(
    request: CloudRequest,
    name: string,
    part: string | undefined,
  ): Promise<CloudReply> {
    const { method } = request;
    if (method === 'PUT' && part === undefined) return this.#upload(request, name);
    const worker = this.#workers.get(name);
    if (worker === undefined) return answers.scriptNotFound();
    if (part === 'subdomain') return this.#handleSubdomain(request, worker);
    if (part === 'settings' && method === 'GET') return answers.succeed(this.#settings(worker));
    if (part === 'deployments' && method === 'GET') return answers.succeed(deploymentsOf(worker));
    if (part === undefined && method === 'GET') return moduleAnswer(worker);
    if (part === undefined && method === 'DELETE') {
      this.#workers.delete(name);
      return answers.succeed(null);
    }
    return { status: 405, body: {} };
  }

  /** The upload replaces all bindings; the address below workers.dev stays. */
  async #upload({ body, headers }: CloudRequest, name: string): Promise<CloudReply> {
    const upload = new Response(Uint8Array.from(body), { headers });
    // Deprecated because it holds the whole form in memory, which is fine in a server for tests.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const form = await upload.formData();
    const metadata = toJson(JSON.parse(await textOf(form.get('metadata'))));
    const moduleName = String(metadata['main_module']);
    const text = await textOf(form.get(moduleName));
    const workersDev = this.#workers.get(name)?.workersDev ?? {
      enabled: false,
      previews_enabled: false,
    };
    const worker = { name, metadata, module: { name: moduleName, text }, workersDev };
    this.#workers.set(name, worker);
    return answers.succeed({ id: name, etag: hashOf(text), startup_time_ms: 4 });
  }

  /** Never the text of a secret. */
  #settings({ metadata }: UploadedWorker): Json {
    const bindings = (metadata['bindings'] ?? []) as readonly Json[];
    const observability = toJson(metadata['observability']);
    return {
      bindings: bindings.map((binding) => {
        const { text, ...rest } = binding;
        return binding['type'] === 'secret_text'
          ? rest
          : { ...rest, ...(text !== undefined && { text }) };
      }),
      compatibility_date: metadata['compatibility_date'],
      compatibility_flags: metadata['compatibility_flags'],
      logpush: metadata['logpush'] ?? false,
      tail_consumers: metadata['tail_consumers'] ?? null,
      usage_model: 'standard',
      observability:
        this.#options.observability === 'defaults'
          ? answers.completeObservability(observability)
          : observability,
    };
  }

  #handleSubdomain(request: CloudRequest, worker: UploadedWorker): CloudReply {
    if (request.method === 'GET') return answers.succeed(worker.workersDev);
    const sent = request.method === 'DELETE' ? {} : readJson(request);
    const workersDev = {
      enabled: sent['enabled'] === true,
      previews_enabled: sent['previews_enabled'] === true,
    };
    if (workersDev.enabled && !this.hasWorkersDevName) return answers.noWorkersDevName();
    this.#workers.set(worker.name, { ...worker, workersDev });
    return answers.succeed(workersDev);
  }

  #handleDomain(request: CloudRequest, id: string | undefined): CloudReply {
    if (request.method === 'PUT' && id === undefined) return this.#putDomain(readJson(request));
    const domain = [...this.#domains.values()].find((each) => each.id === id);
    if (domain === undefined) return answers.couldNotRoute(request.path);
    if (request.method === 'DELETE') this.#domains.delete(domain.hostname);
    return answers.succeed(domain);
  }

  #putDomain(sent: Json): CloudReply {
    const hostname = String(sent['hostname']);
    const service = String(sent['service']);
    const taken = this.takenHosts.get(hostname);
    if (taken === 'record') return answers.hostHasRecords(hostname);
    const current = this.#domains.get(hostname);
    if (taken === 'worker' || (current !== undefined && current.service !== service)) {
      return answers.hostInUse(hostname);
    }
    const zone = this.#options.zones.find(
      (each) => hostname === each || hostname.endsWith(`.${each}`),
    );
    if (zone === undefined || (sent['zone_name'] ?? zone) !== zone) return answers.zoneNotFound();
    if (!this.#workers.has(service)) return answers.scriptNotFound();
    const domain = { id: hashOf(hostname).slice(0, 32), hostname, service, zone_name: zone };
    this.#domains.set(hostname, domain);
    return answers.succeed(domain);
  }
}

/** A Worker of modules is answered as a form. */
function moduleAnswer({ module: { name, text } }: UploadedWorker): CloudReply {
  const boundary = hashOf(text).slice(0, 40);
  return {
    status: 200,
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: application/javascript+module\r\n\r\n${text}\r\n--${boundary}--\r\n`,
  };
}

/**
 * The last deployment alone, which serves.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/deployments/
 */
function deploymentsOf({ name, module, versions }: UploadedWorker): Json {
  const id = uuidOf(`${name} ${module.text}`);
  return {
    deployments: [
      {
        id: uuidOf(`deployment of ${id}`),
        source: 'api',
        strategy: 'percentage',
        created_on: '2026-11-26T12:00:00.000000Z',
        versions: versions ?? [{ version_id: id, percentage: 100 }],
      },
    ],
  };
}

/** A UUID that follows from a text. */
function uuidOf(text: string): string {
  const [a, b, c, d, e] = [0, 8, 12, 16, 20, 32].map((from, index, all) =>
    hashOf(text).slice(from, all[index + 1]),
  );
  return [a, b, c, d, e].join('-');
}

function textOf(part: string | Blob | null): Promise<string> | string {
  return part instanceof Blob ? part.text() : (part ?? '');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// Cloudflare's API of Workers: scripts, their settings, addresses below workers.dev, and custom domains.
// https://developers.cloudflare.com/api/resources/workers/
import { readJson, type CloudReply, type CloudRequest } from '../exchange.ts';
import * as answers from './answers.ts';
import { CustomDomains, type CustomDomain } from './custom-domains.ts';
import { deletionFault, migrate, objectFault } from './durable-objects.ts';
import { keyFault } from './secret-key.ts';
import {
  bindingsOf,
  deploymentsOf,
  hashOf,
  moduleAnswer,
  readUpload,
  settingsOf,
  type UploadedWorker,
} from './worker.ts';

export type { CustomDomain } from './custom-domains.ts';
export type { UploadedWorker, WorkerVersion } from './worker.ts';

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
  readonly #domains: CustomDomains;
  readonly #options: CloudflareOptions;
  /** Whether the account has a name below workers.dev. */
  hasWorkersDevName = true;

  constructor(options: CloudflareOptions, state?: CloudflareState) {
    this.#options = options;
    for (const worker of state?.workers ?? []) this.#workers.set(worker.name, worker);
    this.#domains = new CustomDomains(options.zones, state?.domains);
  }

  get state(): CloudflareState {
    return { workers: [...this.#workers.values()], domains: this.#domains.all() };
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
    return this.#domains.find(id)?.hostname;
  }

  /** Hosts that something else uses: another Worker, or a DNS record. */
  get takenHosts(): Map<string, 'worker' | 'record'> {
    return this.#domains.takenHosts;
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
    if (collection === 'domains')
      return this.#domains.handle(request, name, (service) => this.#workers.has(service));
    if (collection === 'scripts' && name === undefined) {
      const all = [...this.#workers.values()];
      return answers.succeed(
        all.map(({ name: id, migrationTag }) => ({
          id,
          ...(migrationTag !== undefined && { migration_tag: migrationTag }),
        })),
      );
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
    if (part === 'settings' && method === 'GET')
      return answers.succeed(settingsOf(worker, this.#options.observability));
    if (part === 'deployments' && method === 'GET') return answers.succeed(deploymentsOf(worker));
    if (part === undefined && method === 'GET') return moduleAnswer(worker);
    if (part === undefined && method === 'DELETE') {
      const isForced = request.query?.get('force') === 'true';
      const fault = isForced ? undefined : deletionFault(worker, this.#workers.values());
      if (fault !== undefined) return fault;
      this.#workers.delete(name);
      return answers.succeed(null);
    }
    return { status: 405, body: {} };
  }

  /** The upload replaces all bindings; the address below workers.dev stays. */
  async #upload(request: CloudRequest, name: string): Promise<CloudReply> {
    const { metadata, module, files } = await readUpload(request);
    for (const binding of bindingsOf(metadata)) {
      const fault = await keyFault(binding);
      if (fault !== undefined) return answers.invalidBinding(String(binding['name']), fault);
    }
    const before = this.#workers.get(name);
    const migrated = migrate(before, metadata);
    if ('refused' in migrated) return migrated.refused;
    const none = { enabled: false, previews_enabled: false };
    const workersDev = before?.workersDev ?? none;
    const worker = { name, metadata, module, files, workersDev, ...migrated.state };
    const fault = objectFault(worker, (other) => this.#workers.get(other));
    if (fault !== undefined) return fault;
    this.#workers.set(name, worker);
    return answers.succeed({ id: name, etag: hashOf(module.text), startup_time_ms: 4 });
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
}

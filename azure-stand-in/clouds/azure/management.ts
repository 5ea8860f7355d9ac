// Azure Resource Manager, as far as the program's resources need it. A change takes a moment, and during
// it an account takes no other.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { completeBody, type AnswerMode } from './answers.ts';
import { groupNotFound, requestConflict, resourceNotFound } from './refusals.ts';
import { parseResourceId, typeOf, type AzureResource, type ResourceId } from './resource.ts';
import { refuseDelete, refusePut, subdomainOf, type SoftDeleted } from './rules.ts';
import { readJson, type CloudReply, type CloudRequest } from '../exchange.ts';

/** How long a change takes: long enough that the engine's next request could overlap it. */
const CHANGE_MS = 15;

/** What is kept from one run to the next. */
export interface AzureState {
  readonly resources: readonly AzureResource[];
  readonly softDeleted: readonly SoftDeleted[];
  /** Account id in lower case -> how often its keys were regenerated. */
  readonly regenerated: Readonly<Record<string, readonly [number, number]>>;
}

export interface AzureManagementOptions {
  readonly answers: AnswerMode;
  readonly now: () => Date;
}

export class AzureManagement {
  readonly #resources = new Map<string, AzureResource>();
  readonly #softDeleted: SoftDeleted[] = [];
  readonly #regenerated = new Map<string, readonly [number, number]>();
  readonly #changing = new Set<string>();
  /** Model -> units left. */
  readonly quota = new Map<string, number>();
  readonly #options: AzureManagementOptions;

  constructor(options: AzureManagementOptions, state?: AzureState) {
    this.#options = options;
    for (const resource of state?.resources ?? []) this.#store(resource);
    this.#softDeleted.push(...(state?.softDeleted ?? []));
    for (const [id, counts] of Object.entries(state?.regenerated ?? {})) {
      this.#regenerated.set(id, counts);
    }
  }

  get state(): AzureState {
    return {
      resources: this.all(),
      softDeleted: [...this.#softDeleted],
      regenerated: Object.fromEntries(this.#regenerated),
    };
  }

  all(): readonly AzureResource[] {
    return [...this.#resources.values()];
  }

  find(id: string): AzureResource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  /** Both keys of an account. */
  keysOf(accountId: string): readonly [string, string] {
    const [first, second] = this.#regenerated.get(accountId.toLowerCase()) ?? [0, 0];
    const key = (index: number, count: number) =>
      createHash('sha512')
        .update(`${accountId.toLowerCase()} ${index} ${count}`)
        .digest('hex')
        .slice(0, 84);
    return [key(1, first), key(2, second)];
  }

  /** Somebody changes a resource in the portal. */
  change(id: string, edit: (body: AzureResource['body']) => AzureResource['body']): void {
    const resource = this.find(id);
    if (resource === undefined) throw new Error(`there is no ${id}`);
    this.#store({ ...resource, body: edit(resource.body) });
  }

  /** Somebody regenerates a key in the portal. */
  regenerate(accountId: string, index: 1 | 2): void {
    const [first, second] = this.#regenerated.get(accountId.toLowerCase()) ?? [0, 0];
    const counts = index === 1 ? [first + 1, second] : [first, second + 1];
    this.#regenerated.set(accountId.toLowerCase(), counts as [number, number]);
  }

  async handle(request: CloudRequest): Promise<CloudReply> {
    const { method, path } = request;
    if (method === 'POST' && path.toLowerCase().endsWith('/listkeys')) {
      return this.#listKeys(path.slice(0, path.lastIndexOf('/')));
    }
    const resource = parseResourceId(path);
    if (resource === undefined) {
      return { status: 404, body: { error: { code: 'InvalidResourceType', message: path } } };
    }
    if (method === 'GET') return this.#get(resource);
    if (method === 'PUT') {
      return this.#alone(resource, () => this.#put(resource, readJson(request)));
    }
    if (method === 'DELETE') return this.#alone(resource, () => this.#delete(resource));
    return { status: 405, body: {} };
  }

  #get(resource: ResourceId): CloudReply {
    const found = this.find(resource.id);
    return found === undefined ? this.#notFound(resource) : { status: 200, body: toAnswer(found) };
  }

  #listKeys(accountId: string): CloudReply {
    const account = parseResourceId(accountId);
    if (account === undefined || this.find(accountId) === undefined) {
      return this.#notFound(
        account ?? {
          kind: 'account',
          id: accountId,
          name: accountId,
          accountId,
          groupId: undefined,
        },
      );
    }
    const [key1, key2] = this.keysOf(accountId);
    return { status: 200, body: { key1, key2 } };
  }

  /** https://github.com/hashicorp/terraform-provider-azurerm/issues/22939 */
  async #alone(resource: ResourceId, change: () => CloudReply): Promise<CloudReply> {
    const { kind, accountId } = resource;
    const lock = kind === 'diagnosticSetting' ? undefined : accountId?.toLowerCase();
    if (lock === undefined) {
      await delay(CHANGE_MS);
      return change();
    }
    if (this.#changing.has(lock)) return requestConflict(accountId ?? '');
    this.#changing.add(lock);
    try {
      await delay(CHANGE_MS);
      return change();
    } finally {
      this.#changing.delete(lock);
    }
  }

  #put(resource: ResourceId, body: AzureResource['body']): CloudReply {
    const before = this.find(resource.id);
    const refusal = refusePut(resource, body, before, this.#world());
    if (refusal !== undefined) return refusal;
    const { id, name, kind } = resource;
    const stored = completeBody(resource, body, before, this.#options.answers);
    const after: AzureResource = { id, name, kind, type: typeOf(kind), body: stored };
    this.#store(after);
    return { status: before === undefined ? 201 : 200, body: toAnswer(after) };
  }

  #delete(resource: ResourceId): CloudReply {
    if (resource.kind === 'deletedAccount') return this.#purge(resource);
    const found = this.find(resource.id);
    if (found === undefined) return { status: 204, body: {} };
    const refusal = refuseDelete(resource, this.#world());
    if (refusal !== undefined) return refusal;
    const below = `${resource.id.toLowerCase()}/`;
    for (const key of [...this.#resources.keys()]) {
      if (key.startsWith(below)) this.#resources.delete(key);
    }
    this.#resources.delete(resource.id.toLowerCase());
    if (found.kind === 'account') {
      this.#softDeleted.push({
        id: found.id,
        location: String(found.body['location']),
        subdomain: subdomainOf(found.body) ?? '',
      });
    }
    return { status: 200, body: {} };
  }

  #purge({ name }: ResourceId): CloudReply {
    const index = this.#softDeleted.findIndex(({ id }) => id.endsWith(`/${name}`));
    if (index === -1) return { status: 204, body: {} };
    this.#softDeleted.splice(index, 1);
    return { status: 200, body: {} };
  }

  #notFound({ kind, name, groupId, id }: ResourceId): CloudReply {
    const group = (groupId ?? id).split('/').at(-1) ?? '';
    if (kind === 'group' || (groupId !== undefined && this.find(groupId) === undefined)) {
      return groupNotFound(group);
    }
    return resourceNotFound(typeOf(kind), name, group);
  }

  #store(resource: AzureResource): void {
    this.#resources.set(resource.id.toLowerCase(), resource);
  }

  #world() {
    return {
      find: (id: string) => this.find(id),
      all: () => this.all(),
      softDeleted: this.#softDeleted,
      quotaOf: (model: string) => this.quota.get(model),
      now: this.#options.now,
    };
  }
}

function toAnswer({ id, name, type, body }: AzureResource): AzureResource['body'] {
  return { ...body, id, name, type };
}

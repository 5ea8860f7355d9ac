// Azure Resource Manager, as far as the program's resources need it.
import { AccountKeys, type Regenerated } from './account-keys.ts';
import { completeBody, type AnswerMode } from './answers.ts';
import { Changes } from './changes.ts';
import { cannotListKeys, groupNotFound, resourceNotFound } from './refusals.ts';
import { parseResourceId, typeOf, type AzureResource, type ResourceId } from './resource.ts';
import { isKeyless, refuseDelete, refusePut, subdomainOf } from './rules.ts';
import type { SoftDeleted } from './world.ts';
import { readJson, type CloudReply, type CloudRequest } from '../exchange.ts';

/** What is kept from one run to the next. */
export interface AzureState {
  readonly resources: readonly AzureResource[];
  readonly softDeleted: readonly SoftDeleted[];
  readonly regenerated: Regenerated;
}

export interface AzureManagementOptions {
  readonly answers: AnswerMode;
  readonly tenantId: string;
  readonly now: () => Date;
}

export class AzureManagement {
  readonly #resources = new Map<string, AzureResource>();
  readonly #softDeleted: SoftDeleted[] = [];
  readonly #keys: AccountKeys;
  readonly #changes = new Changes();
  /** Model -> units left. */
  readonly quota = new Map<string, number>();
  readonly #options: AzureManagementOptions;

  constructor(options: AzureManagementOptions, state?: AzureState) {
    this.#options = options;
    for (const resource of state?.resources ?? []) this.#store(resource);
    this.#softDeleted.push(...(state?.softDeleted ?? []));
    this.#keys = new AccountKeys(state?.regenerated);
  }

  get state(): AzureState {
    return {
      resources: this.all(),
      softDeleted: [...this.#softDeleted],
      regenerated: this.#keys.state,
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
    return this.#keys.of(accountId);
  }

  /** Somebody changes a resource in the portal. */
  change(id: string, edit: (body: AzureResource['body']) => AzureResource['body']): void {
    const resource = this.find(id);
    if (resource === undefined) throw new Error(`there is no ${id}`);
    this.#store({ ...resource, body: edit(resource.body) });
  }

  /** Somebody regenerates a key in the portal. */
  regenerate(accountId: string, index: 1 | 2): void {
    this.#keys.regenerate(accountId, index);
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
      return this.#changes.run(resource, () => this.#put(resource, readJson(request)));
    }
    if (method === 'DELETE') return this.#changes.run(resource, () => this.#delete(resource));
    return { status: 405, body: {} };
  }

  #get(resource: ResourceId): CloudReply {
    const found = this.find(resource.id);
    return found === undefined ? this.#notFound(resource) : { status: 200, body: toAnswer(found) };
  }

  #listKeys(accountId: string): CloudReply {
    const account = parseResourceId(accountId);
    const found = this.find(accountId);
    if (account === undefined || found === undefined) {
      const name = accountId.slice(accountId.lastIndexOf('/') + 1);
      return account === undefined
        ? resourceNotFound(typeOf('account'), name, '')
        : this.#notFound(account);
    }
    if (isKeyless(found.body)) return cannotListKeys();
    const [key1, key2] = this.keysOf(accountId);
    return { status: 200, body: { key1, key2 } };
  }

  #put(resource: ResourceId, body: AzureResource['body']): CloudReply {
    const before = this.find(resource.id);
    const refusal = refusePut(resource, body, before, this.#world());
    if (refusal !== undefined) return refusal;
    const { id, name, kind } = resource;
    const stored = completeBody(resource, body, before, {
      mode: this.#options.answers,
      tenantId: this.#options.tenantId,
      now: this.#options.now(),
    });
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
      tenantId: this.#options.tenantId,
      now: this.#options.now,
    };
  }
}

function toAnswer({ id, name, type, body }: AzureResource): AzureResource['body'] {
  return { ...body, id, name, type };
}

// Runs the Worker that the rehearsal uploaded, against the accounts that it made.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AzureResource } from '../azure-stand-in/clouds/azure/resource.ts';
import { credentialsOf } from '../azure-stand-in/clouds/azure/identity-rules.ts';
import { rolesOn } from '../azure-stand-in/clouds/azure/role-rules.ts';
import { isKeyless, subdomainOf } from '../azure-stand-in/clouds/azure/rules.ts';
import type { Clouds } from '../azure-stand-in/clouds/clouds.ts';
import type { UploadedWorker } from '../azure-stand-in/clouds/cloudflare/api.ts';
import type { AzureAccount } from '../azure-stand-in/server.ts';
import { asObject } from '../command-line/as-object.ts';
import { existingAccounts } from '../local/stack/existing-accounts.ts';
import type { Plan } from '../local/plan.ts';
import { readConfig } from '../local/stack/read-config.ts';
import type { Tenant } from '../local/stack/tenant.ts';
import type { WorkerScript } from '../local/workerd/worker-script.ts';

/**
 * What `npm start` would run, from the clouds instead of from the program.
 *
 * @returns undefined where no Worker was uploaded
 */
export function planRehearsal(clouds: Clouds, folder: string): Plan | undefined {
  const { workers } = clouds.cloudflare.state;
  const bound = new Set(workers.flatMap((worker) => bindingsOf(worker).map(scriptNameOf)));
  // A ledger may be left to which nothing is bound any more.
  const worker = workers.find(
    ({ name, metadata }) => !bound.has(name) && metadata['migrations'] === undefined,
  );
  if (worker === undefined) return undefined;
  const script = toScript(worker, workers, folder);
  const { access, catalog } = readConfig(script);
  const made = accountsOf(clouds);
  const given = new Set(
    [...script.bindings, ...(script.keys ?? [])]
      .map(({ name }) => name)
      .concat((script.ledgers ?? []).map(({ binding }) => binding)),
  );
  return {
    script,
    leftOut: bindingsOf(worker)
      .map(({ name }) => name)
      .filter((name) => !given.has(name)),
    accounts: [...made, ...existingAccounts(script, made)],
    tenant: tenantOf(clouds),
    models: [...catalog.keys()],
    users:
      access.kind === 'users'
        ? [...access.users.byKey].map(([key, { user }]) => ({ name: user.name, key }))
        : [],
    urns: [],
  };
}

/** What the gateway needs of a binding's upload. */
interface UploadedBinding {
  readonly name: string;
  readonly text?: string;
  readonly key_base64?: string;
  readonly class_name?: string;
  readonly script_name?: string;
}

function bindingsOf({ metadata }: UploadedWorker): readonly UploadedBinding[] {
  return (metadata['bindings'] ?? []) as readonly UploadedBinding[];
}

function scriptNameOf({ script_name: name }: UploadedBinding): string | undefined {
  return name;
}

function toScript(
  worker: UploadedWorker,
  all: readonly UploadedWorker[],
  folder: string,
): WorkerScript {
  const bindings = bindingsOf(worker);
  return {
    ...toFile(worker, folder, 'worker.js'),
    bindings: bindings.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }])),
    keys: bindings.flatMap(({ name, key_base64: pkcs8 }) =>
      pkcs8 === undefined ? [] : [{ name, pkcs8 }],
    ),
    ledgers: bindings.flatMap(({ name: binding, class_name: className, script_name: name }) => {
      const ledger = all.find((each) => each.name === name);
      if (className === undefined || ledger === undefined) return [];
      const file = toFile(ledger, folder, `${ledger.name}.js`);
      return [{ binding, name: ledger.name, className, ...file }];
    }),
  };
}

function toFile({ module, files = [], metadata }: UploadedWorker, folder: string, file: string) {
  return {
    contentFile: write(folder, file, module.text),
    mainModule: module.name,
    files: files.map(({ name, text }, index) => ({
      name,
      contentFile: write(folder, `${file}-${index}.txt`, text),
    })),
    compatibilityDate: String(metadata['compatibility_date']),
    compatibilityFlags: (metadata['compatibility_flags'] ?? []) as readonly string[],
  };
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The accounts with their keys and deployments, for the stand-in of Azure OpenAI itself. */
function accountsOf({ azure }: Clouds): readonly AzureAccount[] {
  const all = azure.all();
  return all
    .filter(({ kind }) => kind === 'account')
    .map((account) => ({
      subdomain: subdomainOf(account.body) ?? account.name,
      keys: azure.keysOf(account.id),
      isKeyless: isKeyless(account.body),
      roles: rolesOn(account.id, all),
      deployments: all
        .filter(({ kind, id }) => kind === 'deployment' && id.startsWith(`${account.id}/`))
        .map(toDeployment),
    }));
}

/** The managed identities with whom they trust; undefined: there are none. */
function tenantOf({ azure }: Clouds): Tenant | undefined {
  const all = azure.all();
  const identities = all.filter(({ kind }) => kind === 'identity');
  const [first] = identities;
  if (first === undefined) return undefined;
  return {
    tenantId: String(asObject(first.body['properties'])['tenantId']),
    identities: identities.map(({ id, body }) => {
      const { clientId, principalId } = asObject(body['properties']);
      const credentials = credentialsOf(id, all).map((credential) => {
        const { issuer, subject, audiences } = asObject(credential.body['properties']);
        const list = Array.isArray(audiences) ? audiences.map(String) : [];
        return { issuer: String(issuer), subject: String(subject), audiences: list };
      });
      return { clientId: String(clientId), principalId: String(principalId), credentials };
    }),
  };
}

function toDeployment({ name, body }: AzureResource) {
  const model = asObject(asObject(body['properties'])['model']);
  const sku = asObject(body['sku']);
  return {
    name,
    model: String(model['name']),
    version: String(model['version']),
    sku: String(sku['name']),
    capacity: Number(sku['capacity']),
  };
}

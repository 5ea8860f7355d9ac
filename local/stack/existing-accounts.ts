// Accounts that a stack uses and does not make, as the stand-in for Azure needs them.
import type { Backend } from '../../worker/models/backend.ts';
import type { Catalog, Model } from '../../worker/models/catalog.ts';
import { routeTo } from '../../worker/models/routes.ts';
import type { AzureAccount, AzureDeployment } from '../../azure-stand-in/operation/account.ts';
import { readConfig } from './read-config.ts';
import type { WorkerScript } from '../workerd/worker-script.ts';

/** Accounts that the program uses but does not create, as the Worker's bindings describe them. */
export function existingAccounts(
  script: WorkerScript,
  created: readonly AzureAccount[],
): readonly AzureAccount[] {
  const { accounts, catalog } = readConfig(script);
  return accounts
    .map(({ backend }) => ({
      subdomain: new URL(backend.endpoint).hostname.split('.')[0] ?? '',
      keys: backend.credential.kind === 'key' ? [backend.credential.key] : [],
      deployments: deploymentsAt(backend, catalog),
    }))
    .filter(({ subdomain }) => created.every((account) => account.subdomain !== subdomain));
}

function deploymentsAt(backend: Backend, catalog: Catalog): readonly AzureDeployment[] {
  const names = new Map<Model, string>();
  for (const [name, model] of catalog) {
    // A model's aliases follow its name.
    if (!names.has(model)) names.set(model, name);
  }
  return [...names].flatMap(([{ azureName, routes }, name]) => {
    const route = routeTo(routes, backend);
    // The stack may not name the model; then the client's name is the best guess.
    return route === undefined ? [] : [{ name: route.deployment, model: azureName ?? name }];
  });
}

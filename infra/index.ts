// The Pulumi program. From the stack's settings it makes an Azure OpenAI account for each region, the
// users' keys, the Worker and the stack's outputs.
import * as pulumi from '@pulumi/pulumi';
import { baseUrl } from './outputs/address.ts';
import { createAccounts, readExistingAccounts } from './azure/accounts.ts';
import { budgetSubscription, createBudget } from './azure/budget.ts';
import { lastUp } from './bindings/last-up.ts';
import { checkCredentials } from './cloudflare/check-credentials.ts';
import { Gateway } from './cloudflare/gateway.ts';
import { modelNames, toModelBindings } from './bindings/model-bindings.ts';
import { buildReadme } from './outputs/readme.ts';
import { refuseMoves } from './earlier-version.ts';
import { loadSettings } from './stack-config.ts';
import { ownState } from './own-state.ts';
import { readKeptKeys } from './bindings/kept-keys.ts';
import { createUserKeys, toKeyOutputs } from './bindings/user-keys.ts';

const state = ownState();
// Some self-managed backends do not answer; then what the outputs would say is not checked.
const outputs = await state.outputs().catch(() => ({}));
const loaded = loadSettings(process.env, outputs);
const { settings } = loaded;
const derived = settings.userKeys === 'derived';
const last = lastUp('gateway-script', state.resources);
// Whatever fails here fails before anything is registered, also in a preview.
const [existing, subscriptionId, kept] = await Promise.all([
  readExistingAccounts(settings, last),
  budgetSubscription(settings),
  derived ? readKeptKeys(state) : undefined,
  checkCredentials(settings.accountId),
  refuseMoves(settings, outputs, state),
]);

const userKeys = createUserKeys(settings.users, { derived, ...(kept && { kept }) });
const accounts = createAccounts(settings, existing, last);

if (settings.budget !== undefined && subscriptionId !== undefined) {
  const groups = accounts.flatMap(({ group }) => group ?? []);
  createBudget('budget', settings.budget, { subscriptionId, groups, now: Date.now() });
}

const gateway = new Gateway(
  'gateway',
  {
    accountId: settings.accountId,
    workerName: settings.workerName,
    models: toModelBindings(settings),
    users: userKeys,
    backends: accounts,
    settings,
    requestsPerMinute: settings.requestsPerMinute,
    customDomain: settings.customDomain,
    zoneName: settings.zoneName,
    workersDev: settings.workersDev,
    after: accounts.flatMap(({ deployments }) => deployments),
  },
  { protect: settings.protect },
);

const keys = toKeyOutputs(userKeys);

/** Base URL for OpenAI clients. */
export const url = baseUrl(settings);

/** Every model name that clients may use. */
export const models = modelNames(settings.models);

/** User name -> newest key. */
export const users = keys.apply((all) => all.users);

/** User name -> older keys that still work. */
export const retiringKeys = keys.apply((all) => all.retiringKeys);

/** What the Worker consists of, as JSON, for `npm run check-worker`. */
export const worker = gateway.worker;

/** The file beside the stack file that has users, so that a later `up` notices when it is missing. */
export const { usersFile } = loaded;

/** The page that Pulumi's console shows for this stack. */
export const readme = buildReadme(pulumi.getStack(), url, settings);

// The Pulumi program. From the stack's settings it makes an Azure OpenAI account for each region, the
// users' keys, the gateway's identity, the Worker and the stack's outputs.
import * as pulumi from '@pulumi/pulumi';
import { baseUrl } from './outputs/address.ts';
import { createAccounts, readExistingAccounts } from './azure/accounts.ts';
import { createBudget } from './azure/budget.ts';
import { findSubscription } from './azure/subscription.ts';
import { lastUp } from './bindings/last-up.ts';
import { checkCredentials } from './cloudflare/check-credentials.ts';
import { Gateway } from './cloudflare/gateway.ts';
import { ledgerGenerations } from './cloudflare/ledger-generations.ts';
import { Ledger } from './cloudflare/ledger.ts';
import { createIdentity, grantAccounts, IDENTITY } from './entra/create-identity.ts';
import { refuseJumps } from './entra/refuse-jumps.ts';
import { limitedUsers, toAlertsBinding, toLimitsBinding } from './bindings/limits-binding.ts';
import { modelNames, toModelBindings } from './bindings/model-bindings.ts';
import { buildReadme } from './outputs/readme.ts';
import { refuseMoves } from './earlier-version.ts';
import { loadSettings } from './stack-config.ts';
import { ownState, readState } from './own-state.ts';
import { describeDeployed, readDeployed } from './outputs/deployed.ts';
import { describeSignIn } from './outputs/sign-in.ts';
import { withLiveVersions } from './azure/live-versions.ts';
import { readKeptKeys } from './bindings/kept-keys.ts';
import { createUserKeys, toKeyOutputs } from './bindings/user-keys.ts';

const state = ownState();
const { outputs, resources } = await readState(state);
const before = readDeployed(outputs['deployed']);
const { settings: said, usersFile } = loadSettings(process.env, before.usersFile);
const derived = said.userKeys === 'derived';
const last = lastUp('gateway-script', resources, before.versions);
// Whatever fails here fails before anything is registered, also in a preview.
const [existing, subscriptionId, kept, generations] = await Promise.all([
  readExistingAccounts(said, last),
  findSubscription(said),
  derived ? readKeptKeys(state) : undefined,
  ledgerGenerations(said, before, last),
  checkCredentials(said.accountId),
  refuseMoves(said, outputs, state),
  refuseJumps(said, IDENTITY, before, last),
]);
const settings = await withLiveVersions(said, existing, last);

const userKeys = createUserKeys(limitedUsers(settings), { derived, ...(kept && { kept }) });
const accounts = createAccounts(settings, existing, last);
const identity = createIdentity(settings, existing, before);
const roles = grantAccounts(identity, accounts, settings, subscriptionId);

if (settings.budget !== undefined && subscriptionId !== undefined) {
  const groups = accounts.flatMap(({ group }) => group ?? []);
  createBudget('budget', settings.budget, { subscriptionId, groups, now: Date.now() });
}

const limits = toLimitsBinding(settings);
const ledger =
  generations.length === 0
    ? undefined
    : new Ledger(
        'ledger',
        { accountId: settings.accountId, workerName: settings.workerName, generations },
        { protect: settings.protect },
      );

const gateway = new Gateway(
  'gateway',
  {
    accountId: settings.accountId,
    workerName: settings.workerName,
    models: toModelBindings(settings, existing),
    users: userKeys,
    backends: accounts,
    entra: identity?.access,
    settings,
    requestsPerMinute: settings.requestsPerMinute,
    limits,
    alerts: toAlertsBinding(settings),
    ledger: limits && ledger?.scripts,
    customDomain: settings.customDomain,
    zoneName: settings.zoneName,
    workersDev: settings.workersDev,
    page: settings.page,
    after: [
      ...accounts.flatMap(({ deployments }) => deployments),
      ...(identity?.credentials ?? []),
      ...roles,
    ],
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

/** As what the gateway signs in to Microsoft Entra: JSON with tenantId, clientId and issuer. */
export const entra = identity === undefined ? 'not used' : describeSignIn(identity.access);

/** What the stack file said, as JSON, for the next `up` to compare with. */
export const deployed = describeDeployed(said, usersFile, before, generations);

/** The page that Pulumi's console shows for this stack. */
export const readme = buildReadme(pulumi.getStack(), url, settings);

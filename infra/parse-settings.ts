// Turns a stack's raw configuration into settings, or into a list of everything that is wrong with
// it. No later step reads raw configuration.
import { priceFaults } from './bindings/price-faults.ts';
import { bindingFaults } from './bindings/binding-limits.ts';
import type { Fault } from './rules/settings-faults.ts';
import { toFaults } from './rules/settings-faults.ts';
import { readLoosely } from './rules/loose-settings.ts';
import { keysInFile, mergeUsers } from './rules/users-file-rules.ts';
import { misplacedBudget } from './rules/limits/budget-faults.ts';
import { crossFaults } from './rules/settings-rules.ts';
import { toLabel } from './settings/dns-label.ts';
import { mainHost } from './settings/hosts.ts';
import { pickLimits, toTeamSettings } from './settings/limits/limit-settings.ts';
import type { RawConfig } from './settings/raw-config.ts';
import { decodeConfig, subscriptionId } from './settings/raw-config.ts';
import { resolveRegions } from './settings/regions.ts';
import { knownKeys, settingsSchema } from './settings/settings-schema.ts';
import type { Settings } from './settings/settings.ts';
import { toUserSettings } from './settings/user-settings.ts';
import { findWarnings } from './warnings/settings-warnings.ts';

/** The settings with warnings for the operator, or everything that is wrong. */
export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Never throws, whatever the configuration holds. Messages never contain a secret. */
export function parseSettings(raw: RawConfig): ParsedSettings {
  const { values, usersFile, faults: ofFile } = mergeUsers(decodeConfig(raw), raw);
  const hidden = new Set(raw.secretKeys);
  // An environment variable may contain another secret by mistake.
  if (!raw.values['cloudflareAccountId']) hidden.add('cloudflareAccountId');
  const context = { values, hidden, usersFile };
  const subscription = subscriptionId(raw);

  const parsed = settingsSchema.safeParse(values);
  const issues = parsed.error?.issues ?? [];
  const keysOfFile = keysInFile(readLoosely(values), context);
  // Without the file it is not known whether there are users.
  const isUnknown = ({ key }: Fault) => key === 'users' && ofFile.length > 0;
  const misplaced = misplacedBudget(context, values['budget']);
  const wrongForms = [
    ...ofFile,
    ...keysOfFile,
    ...misplaced,
    ...issues
      .filter(({ path }) => misplaced.length === 0 || path[0] !== 'budget')
      .flatMap((issue) => toFaults(issue, context, knownKeys))
      .filter((fault) => !isUnknown(fault))
      .filter(({ key }) => keysOfFile.every((fault) => fault.key !== key)),
  ];
  const alreadyReported = new Set(wrongForms.map(({ key }) => key));
  const config = {
    secretKeys: raw.secretKeys,
    hasSubscription: subscription !== undefined,
    defaultWorkerName: defaultWorkerName(raw),
  };
  const broken = crossFaults(context, config).filter(({ key }) => !alreadyReported.has(key));
  const faults = [...wrongForms, ...broken, ...credentialFaults(raw)];
  if (!parsed.success || faults.length > 0) return { ok: false, faults: inOrder(faults) };

  const { cloudflareAccountId, azureLocation, resourceGroup, ...rest } = parsed.data;
  const { regions, activeKey, azureAuth, ...shared } = rest;
  const { workerName = defaultWorkerName(raw), customDomain, workersDevSubdomain } = rest;
  const membersOf = new Map(rest.teams.map(({ name, members }) => [name, members]));
  const settings: Settings = {
    ...shared,
    accountId: cloudflareAccountId,
    workerName,
    customDomain,
    zoneName: rest.zoneName,
    workersDevSubdomain,
    issuerHost: rest.issuerHost ?? mainHost({ workerName, customDomain, workersDevSubdomain }),
    budget: rest.budget,
    teams: rest.teams.map(toTeamSettings),
    limits: pickLimits(rest.limits),
    alerts: rest.alerts,
    azureLocation,
    resourceGroup,
    azureSubscriptionId: subscription,
    logAnalyticsWorkspaceId: rest.logAnalyticsWorkspaceId,
    users: rest.users
      .map((user) => toUserSettings(user, rest.models, membersOf.get(user.team ?? '')))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    regions: resolveRegions(regions ?? [{ location: azureLocation }], {
      models: rest.models,
      said: toList(values['models']).map((model) => new Set(Object.keys(model))),
      resourceGroup,
      activeKey,
      azureAuth,
      subscriptionId: subscription,
    }),
  };
  const ofBindings = [...priceFaults(settings), ...bindingFaults(settings)];
  if (ofBindings.length > 0) return { ok: false, faults: ofBindings };
  const replaced = regions === undefined ? undefined : azureLocation;
  return { ok: true, settings, warnings: findWarnings(settings, raw.now, replaced) };
}

function credentialFaults({ hasCloudflareCredentials }: RawConfig): readonly Fault[] {
  if (hasCloudflareCredentials) return [];
  return [
    {
      key: 'CLOUDFLARE_API_TOKEN',
      kind: 'missing',
      text: 'missing; expected an API token of the Cloudflare account in the environment, with the permission Workers Scripts: Edit (https://dash.cloudflare.com/profile/api-tokens): `export CLOUDFLARE_API_TOKEN=<token>`; or in the stack: `pulumi config set cloudflare:apiToken --secret`',
    },
  ];
}

/** The entries of a list, as the stack file has them. */
function toList(value: unknown): readonly object[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.map((entry) => (typeof entry === 'object' && entry !== null ? entry : {}));
}

/** Sorts faults by the order of the keys in Pulumi.yaml, unknown keys last. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const keys = knownKeys([]);
  const rank = ({ key }: Fault) => {
    const index = keys.findIndex((known) => /^[^.[]*/.exec(key)?.[0] === known);
    return index === -1 ? keys.length : index;
  };
  return faults.toSorted((a, b) => rank(a) - rank(b));
}

/** Named after project and stack, so that two stacks of an account do not overwrite each other's Worker. */
function defaultWorkerName({ project, stack }: RawConfig): string {
  return toLabel(`${project}-${stack}`, 63);
}

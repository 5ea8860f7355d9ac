// A stack's settings, parsed once. Pure: raw configuration in, settings or every fault out. No
// later step looks at raw configuration again.
import type { z } from 'zod';
import type { Typewriter, UpstreamStyle, TimeoutsBinding } from '../../worker/contract/env.ts';
import type { budgetSchema, contentFilterSchema } from './azure-schema.ts';
import type { WorkersPlan } from '../bindings/binding-text.ts';
import { toLabel } from './dns-label.ts';
import type { RawConfig } from './raw-config.ts';
import { decodeConfig, subscriptionId } from './raw-config.ts';
import type { RegionSettings } from './regions.ts';
import { resolveRegions } from './regions.ts';
import type { Fault } from '../rules/settings-faults.ts';
import { toFaults } from '../rules/settings-faults.ts';
import { bindingFaults, crossFaults } from '../rules/settings-rules.ts';
import { knownKeys, settingsSchema } from './settings-schema.ts';
import { findWarnings } from '../rules/settings-warnings.ts';
import { toUserSettings, type UserSettings } from './user-settings.ts';

/** Everything a stack can set, defaults applied. */
export interface Settings {
  readonly accountId: string;
  readonly workerName: string;
  readonly customDomain: string | undefined;
  /** Name of the zone that holds `customDomain`. */
  readonly zoneName: string | undefined;
  readonly workersDev: boolean;
  readonly workersDevSubdomain: string | undefined;
  readonly workersPlan: WorkersPlan;
  readonly models: readonly ModelSettings[];
  /** At least one; each has what it serves. */
  readonly regions: readonly RegionSettings[];
  /** Sorted by name, so that their order in the configuration changes nothing. */
  readonly users: readonly UserSettings[];
  /** How streams of words are written. */
  readonly typewriter: Typewriter;
  /** Whether the tokens of answers are counted. */
  readonly usage: boolean;
  /** Origins of the pages that may call; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** Requests that a user may send; 0: any number. */
  readonly requestsPerMinute: number;
  readonly contentFilters: readonly ContentFilterSettings[];
  readonly budget: BudgetSettings | undefined;
  /** Resource id of the workspace that gets the accounts' logs and metrics. */
  readonly logAnalyticsWorkspaceId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether Azure's accounts and the Worker are protected from deletion. */
  readonly protect: boolean;
}

/** One model as clients see it. Where it is deployed is in the regions. */
export interface ModelSettings {
  readonly name: string;
  /** Azure's name of the model; default `name`. */
  readonly model?: string | undefined;
  /** undefined: nothing is known of the model behind the deployment. */
  readonly version?: string | undefined;
  /** Name of the deployment; default `name`. */
  readonly deployment?: string | undefined;
  readonly sku: string;
  /** Units; for most models 1,000 tokens a minute each. */
  readonly capacity: number;
  readonly aliases: readonly string[];
  /** Name of an entry of `contentFilters`, or of a policy at Azure. */
  readonly contentFilter?: string | undefined;
  readonly upstream?: UpstreamStyle | undefined;
  readonly apiVersion?: string | undefined;
  /** Seconds of patience; default 600 to the headers, 600 to the first byte, and no idle time. */
  readonly timeouts?: TimeoutsBinding | undefined;
  /** Whether the Worker adapts parameters that the model refuses; default true. */
  readonly adaptParameters?: boolean | undefined;
  /** Whether the deployment's content filter runs asynchronously; default: as `contentFilter` says. */
  readonly asynchronousFilter?: boolean | undefined;
  readonly versionUpgradeOption: string;
}

export type ContentFilterSettings = z.output<typeof contentFilterSchema>;
export type BudgetSettings = z.output<typeof budgetSchema>;

/** Settings, with remarks for the operator; or everything that is wrong. */
export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Never throws, whatever the configuration holds; never puts a secret's value into a message. */
export function parseSettings(raw: RawConfig): ParsedSettings {
  const values = decodeConfig(raw);
  const hidden = new Set(raw.secretKeys);
  // What stands in an environment variable by mistake may be anything.
  if (!raw.values['cloudflareAccountId']) hidden.add('cloudflareAccountId');
  const context = { values, hidden };
  const subscription = subscriptionId(raw);

  const parsed = settingsSchema.safeParse(values);
  const issues = parsed.error?.issues ?? [];
  const wrongForms = issues.flatMap((issue) => toFaults(issue, context, knownKeys));
  const told = new Set(wrongForms.map(({ key }) => key));
  const facts = { secretKeys: raw.secretKeys, hasSubscription: subscription !== undefined };
  const broken = crossFaults(context, facts).filter(({ key }) => !told.has(key));
  const faults = [...wrongForms, ...broken];
  if (!parsed.success || faults.length > 0) return { ok: false, faults: inOrder(faults) };

  const { cloudflareAccountId, workerName, azureLocation, resourceGroup, ...rest } = parsed.data;
  const { regions, activeKey, ...shared } = rest;
  const settings: Settings = {
    ...shared,
    accountId: cloudflareAccountId,
    workerName: workerName ?? defaultWorkerName(raw),
    customDomain: rest.customDomain,
    zoneName: rest.zoneName,
    workersDevSubdomain: rest.workersDevSubdomain,
    budget: rest.budget,
    logAnalyticsWorkspaceId: rest.logAnalyticsWorkspaceId,
    users: rest.users
      .map((user) => toUserSettings(user, rest.models))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    regions: resolveRegions(regions ?? [{ location: azureLocation }], {
      models: rest.models,
      resourceGroup,
      activeKey,
      subscriptionId: subscription,
    }),
  };
  const tooMany = bindingFaults(settings);
  if (tooMany.length > 0) return { ok: false, faults: tooMany };
  return { ok: true, settings, warnings: findWarnings(settings, raw.now) };
}

/** In the order of Pulumi.yaml's keys, unknown ones last. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const keys = knownKeys([]);
  const rank = ({ key }: Fault) => {
    const index = keys.findIndex((known) => /^[^.[]*/.exec(key)?.[0] === known);
    return index === -1 ? keys.length : index;
  };
  return faults.toSorted((a, b) => rank(a) - rank(b));
}

/** Two stacks of one account must not overwrite each other's Worker. */
function defaultWorkerName({ project, stack }: RawConfig): string {
  return toLabel(`${project}-${stack}`, 63);
}

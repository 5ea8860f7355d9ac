// The types of a stack's settings once they are checked and have their defaults.
// `parse-settings.ts` makes them.
import type { z } from 'zod';
import type { TimeoutsBinding, Typewriter, UpstreamStyle } from '../../worker/contract/env.ts';
import type { LimitSet } from '../../worker/contract/budgets.ts';
import type { ModelTokens } from '../../worker/contract/prices.ts';
import type { budgetSchema, contentFilterSchema } from './azure-schema.ts';
import type { AlertSettings, TeamSettings } from './limits/limit-settings.ts';
import type { priceSchema } from './limits/price-schema.ts';
import type { parametersSchema } from './model-schema.ts';
import type { RegionSettings } from './regions.ts';
import type { settingsSchema } from './settings-schema.ts';
import type { UserSettings } from './user-settings.ts';

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
  /** At least one. */
  readonly regions: readonly RegionSettings[];
  /** The host that publishes the gateway's signing keys; it answers on this host. */
  readonly issuerHost: string;
  /** Hosts of other gateways that sign in as the same identity. */
  readonly otherIssuers: readonly string[];
  /** Generations of the gateway's signing keys, at least one. All are published, the first one signs. */
  readonly signingKeys: readonly number[];
  /** Sorted by name: their order in the configuration does not matter. */
  readonly users: readonly UserSettings[];
  /** In the order of the configuration. */
  readonly teams: readonly TeamSettings[];
  /** Shared by all users. */
  readonly limits: LimitSet;
  /** What happens while the ledger, which counts for the limits, does not answer. */
  readonly onLedgerFailure: 'refuse' | 'allow';
  /** Where messages about budgets go; undefined: none are sent. */
  readonly alerts: AlertSettings | undefined;
  /** How the users' keys are made that the stack file does not give. */
  readonly userKeys: 'random' | 'derived';
  /** How streams of words are written. */
  readonly typewriter: Typewriter;
  /** Whether the tokens of answers are counted. */
  readonly usage: boolean;
  /** Whether browsers get a page at the gateway's address. */
  readonly page: boolean;
  /** Origins of the web pages that may call the gateway; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute that a user may send, where nothing else is said for it; 0: any number. */
  readonly requestsPerMinute: number;
  readonly contentFilters: readonly ContentFilterSettings[];
  readonly budget: BudgetSettings | undefined;
  /** An existing resource group for everything that names none. */
  readonly resourceGroup: string | undefined;
  /** The location of the account of a stack without regions. */
  readonly azureLocation: string;
  /** The subscription of everything in Azure; undefined: that of Azure's login. */
  readonly azureSubscriptionId: string | undefined;
  /** Resource id of the workspace that gets the accounts' logs and metrics. */
  readonly logAnalyticsWorkspaceId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether Azure's accounts and the Worker are protected from deletion. */
  readonly protect: boolean;
}

/** A Cloudflare Workers plan. */
export type WorkersPlan = z.output<typeof settingsSchema>['workersPlan'];

/** One model as clients see it. The regions say where it is deployed. */
export interface ModelSettings {
  readonly name: string;
  /** Azure's name of the model; default `name`. */
  readonly model?: string | undefined;
  /** Who made it, in Azure's words; default OpenAI. */
  readonly format?: string | undefined;
  /** undefined: the model behind the deployment is not known. */
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
  /** In seconds; default: 600 to the headers, 600 to the first byte, and no limit between chunks. */
  readonly timeouts?: TimeoutsBinding | undefined;
  /** What it costs in a global deployment; undefined: as this project's table says. */
  readonly price?: z.output<typeof priceSchema> | undefined;
  /** How large its requests and answers can be; undefined: as this project's table says. */
  readonly tokens?: ModelTokens | undefined;
  /** Whether the Worker adapts parameters that the model refuses; default true. */
  readonly adaptParameters?: boolean | undefined;
  /** What the Worker does with parameters besides. */
  readonly parameters?: z.output<typeof parametersSchema> | undefined;
  /** Whether the deployment's content filter runs asynchronously; default: as `contentFilter` says. */
  readonly asynchronousFilter?: boolean | undefined;
  readonly versionUpgradeOption: string;
}

export type ContentFilterSettings = z.output<typeof contentFilterSchema>;
export type BudgetSettings = z.output<typeof budgetSchema>;

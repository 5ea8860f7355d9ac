// The Worker's bindings as Cloudflare passes them: all text, all optional, not checked yet.
// config/parse-config.ts checks them; infra/bindings/worker-bindings.ts writes them.

import type { LimitSet } from './budgets.ts';
import type { LedgerNamespace } from './ledger.ts';
import type { ParameterOverrides } from './parameter-overrides.ts';
import type { ModelTokens, PriceBinding } from './prices.ts';

/** The variables of the JavaScript proxies that this project replaces. They are enough by themselves. */
export interface SeedEnv {
  /** Azure resource, any case: requests go to `https://{name}.openai.azure.com`. */
  RESOURCE_NAME: string;
  /** That resource's key. Without it and without users, the client's key is the Azure key. */
  AZURE_AUTHKEY: string;
  /** Serves gpt-3.5-turbo and, unless DEPLOY_NAME_GPT35_16K is set, gpt-3.5-turbo-16k. */
  DEPLOY_NAME_GPT35: string;
  DEPLOY_NAME_GPT35_16K: string;
  DEPLOY_NAME_GPT4: string;
  DEPLOY_NAME_EMBEDDING: string;
  DEPLOY_NAME_WHISPER: string;
  DEPLOY_NAME_DALLE3: string;
  /** A dated version: every operation then uses the deployment-style URL with it. */
  AZURE_API_VERSION: string;
}

/**
 * What the Pulumi program writes. Each value is text of any length: a value longer than a binding
 * may hold (5 KB, https://developers.cloudflare.com/workers/platform/limits/) continues in
 * `NAME_2`, `NAME_3`, … and is joined before it is decoded.
 */
export interface StackEnv {
  /** Base64 (of UTF-8) of a JSON `UserBinding[]`. Also read together with the seed's variables. */
  CHIT_USERS: string;
  /** JSON `ModelBinding[]`. */
  MODELS: string;
  /** JSON `BackendBinding[]`, at least one. */
  BACKENDS: string;
  /** JSON object: backend name -> Azure key. Without the backends that have `auth: 'entra'`. */
  BACKEND_KEYS: string;
  /** JSON `EntraBinding`. Needed where a backend has `auth: 'entra'`. */
  ENTRA: string;
  /** JSON `SettingsBinding`. Also read together with the seed's variables. */
  SETTINGS: string;
  /** JSON `LimitsBinding` (budgets.ts). Needs the service LEDGER. */
  LIMITS: string;
  /** JSON `AlertsBinding` (budgets.ts): where alerts about budgets go. */
  ALERTS: string;
}

/** Bindings that are not text. */
export interface Services {
  /** The private half of the first key in `ENTRA`: RSASSA-PKCS1-v1_5 with SHA-256, to sign, not extractable. */
  ENTRA_KEY: CryptoKey;
  /** Counts a user's requests. Without it they are not limited. */
  USER_RATE: RateLimiter;
  /** Counts money, tokens and requests exactly. Needed where LIMITS is. */
  LEDGER: LedgerNamespace;
  /** The generation of the ledger before, whose counts LEDGER takes over. */
  LEDGER_BEFORE: LedgerNamespace;
}

/** https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Settings of the gateway as a whole. */
export interface SettingsBinding {
  /** How streams of words are written; default `off`. */
  readonly typewriter?: Typewriter;
  /** Whether the tokens of answers are counted, for the log; default false. */
  readonly usage?: boolean;
  /** Origins of the web pages that may call, as browsers send them; `*` is any. Default: any. */
  readonly corsOrigins?: readonly string[];
}

/**
 * How the events of a stream are written: as they come, one at a time, or spread evenly over the
 * time between Azure's bursts.
 */
export type Typewriter = (typeof TYPEWRITERS)[number];

export const TYPEWRITERS = ['off', 'events', 'smooth'] as const;

/**
 * One key of a user. A user with several keys has several entries. Exactly one of `key` and `sha256`
 * is present.
 */
export interface UserBinding {
  readonly name: string;
  /** May use what all users of the Azure account share: files, batches, vector stores, fine-tuning. */
  readonly accountData?: boolean;
  readonly key?: string;
  /** Lower-case hex SHA-256 of the key, for lists that must not hold keys. */
  readonly sha256?: string;
  /** Names of the models that the user may use; default all. */
  readonly models?: readonly string[];
  /** Unix seconds from which the key is refused. */
  readonly expires?: number;
  /** The key is refused. */
  readonly disabled?: boolean;
  /** Overrides the one in `SETTINGS`. */
  readonly typewriter?: Typewriter;
  /** Name of a team in `LIMITS`. */
  readonly team?: string;
  /** The user's own limits. Each kind replaces what the team sets for its members. */
  readonly limits?: LimitSet;
  /** May see what all users used. */
  readonly admin?: boolean;
}

/** How a deployment is addressed at Azure: `/openai/v1/…` or `/openai/deployments/{name}/…`. */
export type UpstreamStyle = 'v1' | 'deployment';

/** One model, as clients see it. */
export interface ModelBinding {
  /** The name clients use. */
  readonly id: string;
  /** Further names clients may use. */
  readonly aliases?: readonly string[];
  /** false: parameters that the model refuses are sent all the same. */
  readonly adaptParameters?: boolean;
  /** What is done with parameters besides, and with which not. */
  readonly parameters?: ParameterOverrides;
  /** The deployment's content filter is asynchronous: its streams are inspected. */
  readonly asynchronousFilter?: boolean;
  /** Overrides the operation's own style. */
  readonly upstream?: UpstreamStyle;
  /** `api-version` for deployment-style URLs; default 2025-04-01-preview. */
  readonly apiVersion?: string;
  /** How long Azure may be silent, in seconds. */
  readonly timeouts?: TimeoutsBinding;
  /** Unix seconds shown in `/v1/models`: the model version's date. */
  readonly created?: number;
  /**
   * Azure's name for the model; default `id`. null: not known, or not a model of OpenAI's, so nothing
   * is assumed about it.
   */
  readonly model?: string | null;
  /** Name of its deployments; default `id`. */
  readonly deployment?: string;
  /** The accounts that serve it; default all of them, with equal shares. */
  readonly backends?: readonly ModelBackendBinding[];
  /** Needed where somebody has a budget. */
  readonly price?: PriceBinding;
  /** Default: more than any model has. */
  readonly tokens?: ModelTokens;
}

/** Timeouts in seconds. */
export interface TimeoutsBinding {
  /** To the headers of the answer; default 600. */
  readonly headers?: number | undefined;
  /** From there to a stream's first byte; default 600. */
  readonly firstByte?: number | undefined;
  /** Between two pieces of a stream. Unset: without limit, and streams pass unread. */
  readonly idle?: number | undefined;
}

/** One account that serves a model. */
export interface ModelBackendBinding {
  /** The name of a `BackendBinding`. */
  readonly name: string;
  /** Share of the requests among accounts of the same priority; default 1. */
  readonly weight?: number;
  /** Lower ones come first; default 1. */
  readonly priority?: number;
  /** Name of the deployment there; default that of the model. */
  readonly deployment?: string;
  /** What it costs there, in percent of the model's price; default 100. Data zones: 110. */
  readonly pricePercent?: number;
}

/** One Azure OpenAI account. */
export interface BackendBinding {
  /** Name in logs, and key of BACKEND_KEYS. */
  readonly name: string;
  /** Origin without a trailing slash: `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: string;
  /** `entra`: requests carry a token of Microsoft Entra; default: a key of BACKEND_KEYS. */
  readonly auth?: 'entra';
}

/**
 * How the gateway signs in to Microsoft Entra: as a managed identity that trusts the gateway as an OpenID
 * Connect issuer. https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface EntraBinding {
  /** The tenant and the identity's client id, as UUIDs. */
  readonly tenantId: string;
  readonly clientId: string;
  /** `https://{host}`, as the federated credential has it. The issuer's documents are served on this host. */
  readonly issuer: string;
  /** The published keys, at least one. The first one signs. */
  readonly keys: readonly PublicKeyBinding[];
}

/** A public RSA key, members as in a JSON Web Key (RFC 7518, section 6.3.1). */
export interface PublicKeyBinding {
  /** Its thumbprint (RFC 7638). */
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

/** `sub` of every assertion that a gateway signs, and subject of its federated credential. */
export const ENTRA_SUBJECT = 'gateway';

/** Every text that the runtime may pass. Continuations such as `CHIT_USERS_2` are read by name. */
export type Env = Partial<SeedEnv & StackEnv>;

// What a test says about a tenant of Microsoft Entra: its managed identities, whom they trust, and how
// requests for tokens are disturbed.

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** A user-assigned managed identity. */
export interface ManagedIdentity {
  readonly clientId: string;
  /** Its object in the directory: who holds roles. */
  readonly principalId: string;
  readonly credentials: readonly FederatedCredential[];
}

export interface EntraOptions {
  readonly tenantId: string;
  /** Read anew for each request. */
  readonly identities: readonly ManagedIdentity[];
  /**
   * Where an issuer, or the origin of its `jwks_uri`, is reached in place of the internet; undefined:
   * nowhere.
   */
  readonly issuerOrigin: (issuer: string) => URL | undefined;
  /** Called once a request has been read, before it is checked. `count` is 1 for the first one. */
  readonly onTokenRequest?: (
    request: TokenRequest,
    count: number,
  ) => EntraFault | undefined | Promise<EntraFault | undefined>;
  /** Lifetime of access tokens in seconds; default 86399. */
  readonly expiresIn?: number;
  /**
   * Whether an unknown `kid` makes Entra read the issuer's keys again before the day is over; default true.
   * Microsoft does not document what Entra does, so a rotation of keys must survive both.
   */
  readonly refetchesUnknownKeys?: boolean;
}

/** A request to the token endpoint as tests look at it. */
export interface TokenRequest {
  readonly tenantId: string;
  /** Of a name that is repeated, the first value. */
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What happens to a request in place of an answer. */
export type EntraFault =
  /** Any status, such as 429 with `retry-after`, or 503 with HTML. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Default: Entra's JSON for AADSTS90033, a temporary fault. */
      readonly body?: string;
    }
  /** An error of `entra-errors.ts`, such as 70021. */
  | { readonly kind: 'aadsts'; readonly code: number }
  /** The connection is closed before an answer. */
  | { readonly kind: 'drop' };

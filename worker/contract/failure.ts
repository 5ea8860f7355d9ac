// The ways in which a request fails as expected. Each is thrown as a `RequestFailure`, which only
// `handle-request.ts` catches. A bug is any other error.

import type { TextPlace } from '../formats/json-fault.ts';
import type { Facts } from './log.ts';

/** What is known of each failure. Its key is the `code` that clients see, unless errors.ts says otherwise. */
export interface FailureDetails {
  readonly gateway_misconfigured: NoDetails;
  readonly missing_api_key: NoDetails;
  /** There is something other than a bearer in `Authorization`, and there is no key elsewhere. */
  readonly no_bearer: NoDetails;
  readonly invalid_api_key: NoDetails;
  readonly user_disabled: NoDetails;
  /** Unix seconds. */
  readonly key_expired: { readonly expires: number };
  /** `path`: as it was sent, without the query. `advice`: a sentence about what to send; default: a general one. */
  readonly unknown_url: {
    readonly method: string;
    readonly path: string;
    readonly advice?: string;
  };
  readonly url_too_long: NoDetails;
  readonly method_not_allowed: { readonly method: string; readonly allow: string };
  readonly missing_required_parameter: NoDetails;
  readonly model_not_found: { readonly model: string; readonly available: readonly string[] };
  /** A socket stays with the account that it was opened to. */
  readonly model_not_on_socket: { readonly model: string };
  readonly model_not_allowed: { readonly model: string; readonly available: readonly string[] };
  /** The operation takes its model from a file that the gateway does not read. */
  readonly any_model_not_allowed: { readonly available: readonly string[] };
  readonly not_available_on_azure: { readonly advice: string };
  /** `able`: a model that serves the operation. */
  readonly unsupported_operation: { readonly model: string; readonly able: string | undefined };
  readonly account_data_closed: NoDetails;
  /** `member`: the one that names something of the account. */
  readonly account_data_named: { readonly member: string };
  readonly upgrade_required: NoDetails;
  readonly no_websocket: NoDetails;
  readonly invalid_form: { readonly fault: FormFault };
  readonly repeated_form_field: { readonly field: string };
  /** Not JSON, not an object, or one with too many members. */
  readonly invalid_json: { readonly place?: TextPlace | undefined };
  readonly invalid_session: NoDetails;
  readonly request_timeout: { readonly timeoutMs: number };
  readonly request_too_large: { readonly limitBytes: number };
  readonly unsupported_media_type: { readonly allowed: readonly string[] };
  /** The requests of this isolate hold as much as they may. */
  readonly gateway_overloaded: NoDetails;
  /** `retryAfterMs`: to the end of the minute, where it is known. */
  readonly user_rate_exceeded: {
    readonly scope?: Sharing;
    readonly retryAfterMs?: number;
    readonly left?: Left;
  };
  readonly too_many_concurrent_requests: {
    readonly scope: Sharing;
    readonly most: number;
    readonly left?: Left;
  };
  readonly token_rate_exceeded: LimitDetails;
  readonly budget_exceeded: LimitDetails;
  /** `what`: the part of the request whose cost is not known before it is incurred. */
  readonly not_metered: { readonly what: string };
  readonly ledger_unavailable: NoDetails;
  readonly admin_only: NoDetails;
  readonly account_choice_not_allowed: NoDetails;
  /** `available`: the accounts that serve the request's model. */
  readonly account_not_found: { readonly account: string; readonly available: readonly string[] };
  /** A parameter of the query of a question about usage. */
  readonly invalid_range: { readonly parameter: string; readonly expected: string };
  readonly rate_limit_exceeded: { readonly retryAfterMs: number };
  readonly upstream_unreachable: NoDetails;
  readonly upstream_timeout: { readonly timeoutMs: number };
  readonly upstream_stream_interrupted: NoDetails;
  readonly upstream_credentials_rejected: { readonly by?: Refuser };
  /** Right after a deployment: Entra or Azure does not know the gateway's identity or its role yet. */
  readonly azure_access_not_ready: { readonly retryAfterMs: number; readonly by: Refuser };
  /** Microsoft Entra gave no token. */
  readonly azure_login_unavailable: { readonly retryAfterMs: number };
  readonly upstream_invalid_response: NoDetails;
  readonly client_closed_request: NoDetails;
  readonly internal_error: NoDetails;
}

/** Who refuses the gateway's identity: Microsoft Entra, at every account alike, or one account. */
export type Refuser = 'entra' | 'account';

/** Whose limit it is: the user's own, or one that is shared. */
export type Sharing = 'user' | 'team' | 'stack';

/** A limit that a request does not fit into. */
interface LimitDetails {
  readonly scope: Sharing;
  /** Milliseconds until the span ends; null: it does not, or the request would not fit into the next one. */
  readonly retryAfterMs: number | null;
  readonly left?: Left;
}

/** Headers that say what is left to the user. */
type Left = Readonly<Record<string, string>>;

type NoDetails = object;

export type FormFault =
  | 'no_boundary'
  | 'boundary_not_found'
  | 'cut_short'
  | 'field_without_name'
  | 'too_many_fields'
  | 'headers_too_long'
  | 'ambiguous_boundary'
  | 'ambiguous_name';

export type FailureKind = keyof FailureDetails;

/** A failure and what is known of it. */
export type Failure<Kind extends FailureKind = FailureKind> = {
  [Each in Kind]: { readonly kind: Each } & FailureDetails[Each];
}[Kind];

/** Thrown where a request fails as expected. */
export class RequestFailure extends Error {
  readonly failure: Failure;
  /** What was learned before, for the log line. */
  readonly facts: Facts;

  constructor(failure: Failure, facts: Facts = {}) {
    super(failure.kind);
    this.failure = failure;
    this.facts = facts;
  }
}

/** The client is gone, so its answer is never read. */
export const CLIENT_LEFT: Failure = { kind: 'client_closed_request' };

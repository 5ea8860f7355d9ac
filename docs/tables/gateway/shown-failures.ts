// Every failure of the gateway as clients see it.
import { toWireError } from '../../../worker/contract/errors.ts';
import type { Failure, FailureKind } from '../../../worker/contract/failure.ts';
import {
  HEADERS_TIMEOUT_MS,
  MAX_JSON_BODY_BYTES,
  UPLOAD_TIMEOUT_MS,
} from '../../../worker/contract/limits.ts';
import { adviseAbsent } from '../../../worker/operations/absent.ts';
import { advisePath } from '../../../worker/operations/advise-path.ts';

const AVAILABLE: readonly string[] = ['gpt-5.4-mini'];

/** One failure of each kind, with details as they may occur. */
const EXAMPLES: { readonly [Kind in FailureKind]: Failure<Kind> } = {
  gateway_misconfigured: { kind: 'gateway_misconfigured' },
  missing_api_key: { kind: 'missing_api_key' },
  no_bearer: { kind: 'no_bearer' },
  invalid_api_key: { kind: 'invalid_api_key' },
  user_disabled: { kind: 'user_disabled' },
  key_expired: { kind: 'key_expired', expires: Date.parse('2027-03-31T00:00:00Z') / 1000 },
  unknown_url: {
    kind: 'unknown_url',
    method: 'POST',
    path: '/v1/chat/completion',
    advice: advisePath('chat/completion'),
  },
  url_too_long: { kind: 'url_too_long' },
  method_not_allowed: { kind: 'method_not_allowed', method: 'GET', allow: 'POST, OPTIONS' },
  missing_required_parameter: { kind: 'missing_required_parameter' },
  model_not_found: { kind: 'model_not_found', model: 'gpt-5', available: AVAILABLE },
  model_not_on_socket: { kind: 'model_not_on_socket', model: 'gpt-5.4' },
  model_not_allowed: { kind: 'model_not_allowed', model: 'gpt-5.4', available: AVAILABLE },
  any_model_not_allowed: { kind: 'any_model_not_allowed', available: AVAILABLE },
  not_available_on_azure: {
    kind: 'not_available_on_azure',
    advice: adviseAbsent('moderations') ?? '',
  },
  unsupported_operation: {
    kind: 'unsupported_operation',
    model: 'text-embedding-3-small',
    able: 'gpt-5.4-mini',
  },
  account_data_closed: { kind: 'account_data_closed' },
  account_data_named: { kind: 'account_data_named', member: 'file_id' },
  upgrade_required: { kind: 'upgrade_required' },
  no_websocket: { kind: 'no_websocket' },
  invalid_form: { kind: 'invalid_form', fault: 'cut_short' },
  repeated_form_field: { kind: 'repeated_form_field', field: 'model' },
  invalid_json: { kind: 'invalid_json' },
  invalid_session: { kind: 'invalid_session' },
  request_timeout: { kind: 'request_timeout', timeoutMs: UPLOAD_TIMEOUT_MS },
  request_too_large: { kind: 'request_too_large', limitBytes: MAX_JSON_BODY_BYTES },
  unsupported_media_type: { kind: 'unsupported_media_type', allowed: ['application/json'] },
  gateway_overloaded: { kind: 'gateway_overloaded' },
  user_rate_exceeded: { kind: 'user_rate_exceeded' },
  too_many_concurrent_requests: {
    kind: 'too_many_concurrent_requests',
    scope: 'user',
    most: 4,
  },
  token_rate_exceeded: { kind: 'token_rate_exceeded', scope: 'team', retryAfterMs: 23_000 },
  budget_exceeded: { kind: 'budget_exceeded', scope: 'user', retryAfterMs: null },
  not_metered: { kind: 'not_metered', what: '`background`' },
  ledger_unavailable: { kind: 'ledger_unavailable' },
  admin_only: { kind: 'admin_only' },
  account_choice_not_allowed: { kind: 'account_choice_not_allowed' },
  account_not_found: {
    kind: 'account_not_found',
    account: 'eastus',
    available: ['eastus2', 'swedencentral'],
  },
  invalid_range: {
    kind: 'invalid_range',
    parameter: 'from',
    expected: 'a day in UTC, such as 2026-11-27',
  },
  rate_limit_exceeded: { kind: 'rate_limit_exceeded', retryAfterMs: 7000 },
  upstream_unreachable: { kind: 'upstream_unreachable' },
  upstream_timeout: { kind: 'upstream_timeout', timeoutMs: HEADERS_TIMEOUT_MS },
  upstream_stream_interrupted: { kind: 'upstream_stream_interrupted' },
  upstream_credentials_rejected: { kind: 'upstream_credentials_rejected' },
  azure_access_not_ready: {
    kind: 'azure_access_not_ready',
    retryAfterMs: 15_000,
    by: 'account',
  },
  azure_login_unavailable: { kind: 'azure_login_unavailable', retryAfterMs: 5000 },
  upstream_invalid_response: { kind: 'upstream_invalid_response' },
  client_closed_request: { kind: 'client_closed_request' },
  internal_error: { kind: 'internal_error' },
};

/** A failure as clients see it. */
export interface ShownFailure {
  readonly kind: FailureKind;
  readonly status: number;
  /** Several failures may share one. */
  readonly code: string;
  readonly message: string;
}

/** Every failure with its status, its code and an example of its message, by status. */
export function shownFailures(): readonly ShownFailure[] {
  return Object.values(EXAMPLES)
    .map((failure) => {
      const { status, error } = toWireError(failure);
      return {
        kind: failure.kind,
        status,
        code: error.code ?? failure.kind,
        message: error.message,
      };
    })
    .toSorted((a, b) => a.status - b.status);
}

// Why a function of a provider failed, in words for the operator.

/** A function that failed. */
export interface ProviderFailure {
  /** The HTTP status of the cloud's answer; undefined where there was none. */
  readonly status: number | undefined;
  /** The first line of the provider's message. */
  readonly message: string;
}

const MAX_LENGTH = 300;

/**
 * Azure Native writes `Status=404 Code="ResourceNotFound"` or `RESPONSE 404: 404 Not Found`, the Cloudflare
 * provider `GET "https://…": 403 Forbidden {…}`.
 */
const STATUS =
  /\bStatus(?:Code)?[=: ]+(\d{3})\b|\bRESPONSE (\d{3})\b|": (\d{3}) [A-Z]|\bHTTP (\d{3})\b/;

/**
 * Reads what the engine made of a provider's error.
 *
 * @throws the error itself when the engine is ending, because of another error
 */
export function toFailure(error: unknown): ProviderFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('Resource monitor is terminating')) throw error;
  const status = STATUS.exec(text)?.slice(1).join('');
  const reason = text.replace(/^invocation of \S+ returned an error: /, '').replaceAll(/\s+/g, ' ');
  return {
    status: status === undefined ? undefined : Number(status),
    message: reason.length > MAX_LENGTH ? `${reason.slice(0, MAX_LENGTH)}…` : reason,
  };
}

/** What Azure's management API answered, for a message. */
export function describeFailure({ status, message }: ProviderFailure): string {
  return status === undefined ? message : `HTTP ${status}: ${message}`;
}

/** What to do about a failure of Azure's management API. */
export function adviceFor({ status, message }: ProviderFailure): string {
  // Azure's message names the property that switches keys off.
  if (/disableLocalAuth/i.test(message)) {
    return "The account's keys are disabled, for example by an Azure Policy. Set `azureAuth: entra`, with which the gateway needs no key.";
  }
  if (status === 401 || status === 403) {
    return 'Log in again (`az login`), with an identity that may read the account and list its keys.';
  }
  if (status === 404) {
    return 'The account is not there: check its name and group, or let `npm run up -- --refresh` create it again.';
  }
  return 'Try again later; https://azure.status.microsoft shows outages.';
}

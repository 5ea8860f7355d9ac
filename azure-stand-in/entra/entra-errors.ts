// What Microsoft Entra refuses, with its codes, statuses and words where a document or a report has them.
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import { randomUUID } from 'node:crypto';

/** An answer of the token endpoint. */
export interface EntraAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An error of the token endpoint, before it has a time and ids. It is returned, never thrown. */
export class EntraError {
  readonly status: number;
  /** OAuth's word for it. */
  readonly error: string;
  /** The number after `AADSTS`. */
  readonly code: number;
  readonly message: string;

  constructor(status: number, error: string, code: number, message: string) {
    this.status = status;
    this.error = error;
    this.code = code;
    this.message = message;
  }
}

type Row = readonly [status: number, error: string, message: string];

/** `{0}`, `{1}`, … are what the error is about. */
const ERRORS: Readonly<Record<number, Row>> = {
  // A required parameter is missing; the words are those of entra-docs' troubleshooting pages.
  900_144: [
    400,
    'invalid_request',
    "The request body must contain the following parameter: '{0}'.",
  ],
  70_003: [400, 'unsupported_grant_type', "The app requested an unsupported grant type '{0}'."],
  7_000_218: [
    401,
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  // https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000215-invalid-client-secret
  7_000_215: [
    401,
    'invalid_client',
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  ],
  // https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000222-expired-client-secret
  7_000_222: [
    401,
    'invalid_client',
    "The provided client secret keys for app '{0}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  ],
  90_002: [
    400,
    'invalid_request',
    "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  ],
  700_016: [
    400,
    'unauthorized_client',
    "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  ],
  70_011: [
    400,
    'invalid_scope',
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {0} is not valid.",
  ],
  // github Azure-Samples, active-directory-dotnetcore-daemon-v2: the scope of client credentials.
  1_002_012: [
    400,
    'invalid_scope',
    'The provided value for scope {0} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  ],
  500_011: [
    400,
    'invalid_resource',
    'The resource principal named {0} was not found in the tenant named {1}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  ],
  50_027: [400, 'invalid_request', 'JWT token is invalid or malformed.'],
  // The status is that of 5002738; the words are in issues of MSAL.
  5_002_723: [
    401,
    'invalid_client',
    'Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token header.',
  ],
  // github AzureAD/microsoft-authentication-library-for-dotnet, its test mocks of 2023-12.
  5_002_738: [
    401,
    'invalid_client',
    "Invalid JWT token. '{0}' is not a supported signature algorithm. Supported signing algorithms are: 'RS256'",
  ],
  // Status 401 in github external-secrets/external-secrets#2783 (2023), 400 in
  // Azure/azure-workload-identity#340 (2022). Tests ask for it: the mismatches have codes of their own now.
  70_021: [
    401,
    'invalid_client',
    'No matching federated identity record found for presented assertion. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
  ],
  // github Azure/azure-workload-identity#1350
  700_211: [
    401,
    'invalid_client',
    "No matching federated identity record found for presented assertion issuer '{0}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  // https://docs.gitlab.com/ci/cloud_services/azure/
  700_212: [
    401,
    'invalid_client',
    "No matching federated identity record found for presented assertion audience '{0}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  // github Azure/login#482
  700_213: [
    401,
    'invalid_client',
    "No matching federated identity record found for presented assertion subject '{0}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  // github Azure/login#517
  7_002_138: [
    401,
    'invalid_client',
    "No matching federated identity record found for presented assertion subject '{0}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  // github AzureAD/microsoft-authentication-library-for-dotnet#4951
  700_024: [
    401,
    'invalid_client',
    'Client assertion is not within its valid time range. Current time: {0}, assertion valid from {1}, expiry time of assertion {2}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  ],
  // github MicrosoftDocs/azure-docs#116275: more than a day and an hour. The words are not Microsoft's.
  70_023: [
    401,
    'invalid_client',
    'The external ID token has a lifetime of more than one day and one hour.',
  ],
  // github Azure/azure-workload-identity#1130, #605: 50166 and 90061 have the same words.
  50_166: [400, 'invalid_request', 'Request to External OIDC endpoint failed.'],
  90_061: [400, 'invalid_request', 'Request to External OIDC endpoint failed.'],
  // github Azure/azure-workload-identity, a report of 2025-07
  900_612: [400, 'invalid_request', 'Failed to parse provider signing keys.'],
  // github Azure/azure-workload-identity#1232: the identifier is the `kid`, decoded and in hexadecimal.
  7_000_272: [
    401,
    'invalid_client',
    "The certificate with identifier '{0}' used to sign the federated credential could not be found in the metadata of identity provider '{1}'.",
  ],
  // github AzureAD/passport-azure-ad#453
  700_027: [401, 'invalid_client', 'Client assertion contains an invalid signature.'],
  // A temporary fault: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
  90_033: [503, 'temporarily_unavailable', 'A transient error has occurred. Please try again.'],
};

/** @throws for a code that the table does not have */
export function entraError(code: number, ...about: readonly string[]): EntraError {
  const row = ERRORS[code];
  if (row === undefined) throw new RangeError(`the stand-in does not know AADSTS${code}`);
  const [status, error, text] = row;
  const message = text.replaceAll(/\{(\d)\}/g, (_, index: string) => about[Number(index)] ?? '');
  return new EntraError(status, error, code, message);
}

/** The answer as all clients of the endpoint get it, from 2023 on in one line. */
export function toAnswer({ status, error, code, message }: EntraError, nowMs: number): EntraAnswer {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

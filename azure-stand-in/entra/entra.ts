// Microsoft Entra's token endpoint for managed identities that trust another issuer.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow, third case
import { AccessTokens } from './access-tokens.ts';
import { checkAssertion } from './check-assertion.ts';
import { EntraError, entraError, toAnswer, type EntraAnswer } from './entra-errors.ts';
import type { EntraFault, EntraOptions, ManagedIdentity, TokenRequest } from './entra-options.ts';
import { KeyCache } from './key-cache.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const REQUIRED = ['client_id', 'grant_type', 'scope'];

/** APIs for which a tenant issues tokens; the stand-in's choice of those that this project can meet. */
const RESOURCES = [
  'https://cognitiveservices.azure.com',
  'https://ai.azure.com',
  'https://management.azure.com',
  'https://graph.microsoft.com',
];

export class Entra {
  readonly tokens: AccessTokens;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly #options: EntraOptions;
  readonly #keys: KeyCache;

  #received = 0;

  constructor(options: EntraOptions, now: () => number) {
    this.#options = options;
    this.now = now;
    this.tokens = new AccessTokens(options.tenantId, now);
    this.#keys = new KeyCache({
      findOrigin: options.issuerOrigin,
      refetchesUnknownKeys: options.refetchesUnknownKeys ?? true,
      now,
    });
  }

  /** Counts a request, and asks the test what is to happen to it. */
  async disturb(request: TokenRequest): Promise<EntraFault | undefined> {
    this.#received += 1;
    return this.#options.onTokenRequest?.(request, this.#received);
  }

  async answer(request: TokenRequest): Promise<EntraAnswer> {
    const found = await this.#check(request);
    if (found instanceof EntraError) return toAnswer(found, this.now());
    const { identity, resource } = found;
    // "service principal 1 hour, managed identity 24 hours": github Azure/login#441, Azure/azure-cli#28915
    const expiresIn = this.#options.expiresIn ?? 86_399;
    const token = await this.tokens.issue(identity, resource, expiresIn);
    const times = { expires_in: expiresIn, ext_expires_in: expiresIn };
    return { status: 200, body: { token_type: 'Bearer', ...times, access_token: token } };
  }

  async #check({
    tenantId,
    form,
  }: TokenRequest): Promise<EntraError | { identity: ManagedIdentity; resource: string }> {
    const { tenantId: known, identities } = this.#options;
    if (tenantId.toLowerCase() !== known.toLowerCase()) return entraError(90_002, tenantId);
    const missing = REQUIRED.find((name) => (form[name] ?? '') === '');
    if (missing !== undefined) return entraError(900_144, missing);
    const { client_id: clientId = '', client_assertion: assertion = '' } = form;
    if (form['grant_type'] !== 'client_credentials') {
      return entraError(70_003, form['grant_type'] ?? '');
    }
    const resource = readScope(form['scope'] ?? '', known);
    if (typeof resource !== 'string') return resource;
    if (assertion === '' || form['client_assertion_type'] !== JWT_BEARER) {
      return entraError(7_000_218);
    }
    const identity = identities.find(
      (each) => each.clientId.toLowerCase() === clientId.toLowerCase(),
    );
    if (identity === undefined) return entraError(700_016, clientId, known);
    const refusal = await checkAssertion(assertion, identity, this.#keys, this.now());
    return refusal ?? { identity, resource };
  }
}

/** The resource that a scope names, with the slash that it may end in. */
function readScope(scope: string, tenantId: string): string | EntraError {
  const scopes = scope.split(' ').filter((each) => each !== '');
  if (scopes.length !== 1) return entraError(70_011, scope);
  const resource = /^(.+)\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) return entraError(1_002_012, scope);
  return RESOURCES.includes(resource.replace(/\/$/, ''))
    ? resource
    : entraError(500_011, resource, tenantId);
}

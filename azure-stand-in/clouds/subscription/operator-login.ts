// How an operator, or a pipeline, gets a token for Azure's management API: Microsoft Entra's token endpoint
// with a secret or another issuer's token, the token service of GitHub's runners, and that of machines at
// Azure. The login of the gateway itself is in ../../entra/.
import { randomUUID } from 'node:crypto';
import { entraError, toAnswer, type EntraError } from '../../entra/entra-errors.ts';
import type { CloudReply, CloudRequest, Json } from '../exchange.ts';

/** An app registration, as the operator made it. */
export interface OperatorApp {
  readonly tenantId: string;
  readonly clientId: string;
  clientSecret: string;
  /** When its secret ends; undefined: never. */
  secretExpires: Date | undefined;
  /** Whether a federated credential trusts the tokens of the pipeline. */
  trustsPipeline: boolean;
  /** Whether the machine has a managed identity. */
  hasIdentity: boolean;
}

const SCOPE = 'https://management.azure.com/.default';
const LIFETIME_S = 3599;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export class OperatorLogin {
  readonly app: OperatorApp;
  readonly #now: () => Date;
  readonly #tokens = new Map<string, number>();
  /** Tokens that the pipeline's own service issued. */
  readonly #assertions = new Set<string>();
  /** The bearer token with which a runner asks for its token. */
  readonly runnerToken = `runner-token-${randomUUID()}`;

  constructor(app: Pick<OperatorApp, 'tenantId' | 'clientId' | 'clientSecret'>, now: () => Date) {
    const rest = { secretExpires: undefined, trustsPipeline: true, hasIdentity: true };
    this.app = { ...app, ...rest };
    this.#now = now;
  }

  /** A token as `az account get-access-token` prints it. */
  issue(): string {
    const token = `operator.${randomUUID()}.token`;
    this.#tokens.set(token, this.#now().getTime() + LIFETIME_S * 1000);
    return token;
  }

  /** A token that a pipeline hands to its steps. */
  issueAssertion(): string {
    const assertion = `pipeline.${randomUUID()}.token`;
    this.#assertions.add(assertion);
    return assertion;
  }

  /** Ends all tokens. */
  expireAll(): void {
    for (const token of this.#tokens.keys()) this.#tokens.set(token, 0);
  }

  /** Whether the request carries a token. */
  judge({ headers }: CloudRequest): 'valid' | 'expired' | 'invalid' | 'missing' {
    const token = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
    if (token === undefined) return 'missing';
    const ends = this.#tokens.get(token);
    if (ends === undefined) return 'invalid';
    return ends > this.#now().getTime() ? 'valid' : 'expired';
  }

  handle(request: CloudRequest): CloudReply {
    const { path, method } = request;
    if (method === 'GET' && path === '/runner/token') return this.#runnerToken(request);
    if (method === 'GET' && path === '/metadata/identity/oauth2/token') {
      return this.#machineToken(request);
    }
    const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path)?.[1];
    if (tenant === undefined || method !== 'POST') return { status: 404, body: {} };
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const fault = this.#fault(tenant, form);
    if (fault !== undefined) {
      const { status, body } = toAnswer(fault, this.#now().getTime());
      return { status, body: { ...body } };
    }
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: LIFETIME_S, access_token: this.issue() },
    };
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
  #fault(tenant: string, form: URLSearchParams): EntraError | undefined {
    const { tenantId, clientId, clientSecret, secretExpires, trustsPipeline } = this.app;
    const sent = form.get('client_id') ?? '';
    if (tenant !== tenantId) return entraError(90_002, tenant);
    if (form.get('grant_type') !== 'client_credentials') {
      return entraError(70_003, form.get('grant_type') ?? '');
    }
    if (sent !== clientId) return entraError(700_016, sent, tenant);
    if (form.get('scope') !== SCOPE) return entraError(1_002_012, form.get('scope') ?? '');
    const assertion = form.get('client_assertion');
    if (assertion !== null) {
      if (
        form.get('client_assertion_type') !== ASSERTION_TYPE ||
        !this.#assertions.has(assertion)
      ) {
        return entraError(50_027);
      }
      return trustsPipeline
        ? undefined
        : entraError(700_213, 'repo:someone/gateway:ref:refs/heads/x');
    }
    const secret = form.get('client_secret');
    if (secret === null) return entraError(7_000_218);
    if (secret !== clientSecret) return entraError(7_000_215, clientId);
    const isOver = secretExpires !== undefined && secretExpires <= this.#now();
    return isOver ? entraError(7_000_222, clientId) : undefined;
  }

  /**
   * What a GitHub runner gives to a step with `id-token: write`:
   * https://docs.github.com/actions/reference/security/oidc
   */
  #runnerToken({ headers, query }: CloudRequest): CloudReply {
    if (headers.get('authorization')?.toLowerCase() !== `bearer ${this.runnerToken}`) {
      return { status: 401, body: { message: 'Unauthorized' } };
    }
    if (query?.get('audience') !== 'api://AzureADTokenExchange') return { status: 400, body: {} };
    return { status: 200, body: { count: 1, value: this.issueAssertion() } };
  }

  /**
   * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token;
   * without an identity the service answers so: github Azure/azure-sdk-for-net#18312.
   */
  #machineToken({ headers, query }: CloudRequest): CloudReply {
    if (headers.get('metadata') !== 'true') {
      return imdsError('Required metadata header not specified');
    }
    if (query?.get('resource') !== 'https://management.azure.com/') {
      return imdsError("Required query variable 'resource' is missing");
    }
    if (!this.app.hasIdentity) return imdsError('Identity not found');
    const body: Json = {
      access_token: this.issue(),
      expires_in: String(LIFETIME_S),
      resource: 'https://management.azure.com/',
      token_type: 'Bearer',
    };
    return { status: 200, body };
  }
}

function imdsError(description: string): CloudReply {
  return { status: 400, body: { error: 'invalid_request', error_description: description } };
}

// An API token: whether it works, what it may do, and what it may learn about itself.
// https://developers.cloudflare.com/fundamentals/api/get-started/create-token/
import type { CloudReply, CloudRequest, Json } from '../exchange.ts';
import * as answers from './answers.ts';
import { hashOf } from './worker.ts';

/** `scripts`: Workers Scripts Edit. `zones`: Zone Read. `tokens`: API Tokens Read. */
export type TokenRight = 'scripts' | 'zones' | 'tokens';

export class ApiToken {
  /** The text that is accepted. */
  text: string;
  status: 'active' | 'disabled' | 'expired' = 'active';
  /** A token of an account is verified at another address than one of a user. */
  owner: 'user' | 'account' = 'user';
  expires: Date | undefined;
  /** Names of its permission groups. */
  permissions: readonly string[] = ['Workers Scripts Write', 'Workers Routes Write', 'Zone Read'];
  readonly rights = new Set<TokenRight>(['scripts', 'zones']);
  readonly #accountId: string;
  readonly #now: () => Date;

  constructor(text: string, accountId: string, now: () => Date) {
    this.text = text;
    this.#accountId = accountId;
    this.#now = now;
  }

  get id(): string {
    return hashOf(`id of ${this.#accountId}`).slice(0, 32);
  }

  /** Whether the request carries it, and it is in force. */
  isAccepted(request: CloudRequest): boolean {
    return this.#isCarried(request) && this.#status() === 'active';
  }

  /** undefined: the request is not about tokens. */
  answer(request: CloudRequest): CloudReply | undefined {
    const { path, method } = request;
    const match = /^\/(?:user|accounts\/([^/]+))\/tokens\/([^/]+)$/.exec(path);
    if (match === null || method !== 'GET') return undefined;
    const [, account, name] = match;
    const isHere = (account === undefined ? 'user' : 'account') === this.owner;
    const isOurs = account === undefined || account === this.#accountId;
    // https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/; the code and
    // words of a token that is not one: github cloudflare/cloudflare-docs#13459
    if (!this.#isCarried(request) || !isHere || !isOurs) return answers.invalidApiToken();
    if (name === 'verify') return answers.succeed(this.#describe());
    if (name !== this.id || !this.rights.has('tokens')) return answers.unauthorizedResource();
    return answers.succeed({ ...this.#describe(), policies: this.#policies() });
  }

  #isCarried({ headers }: CloudRequest): boolean {
    return headers.get('authorization') === `Bearer ${this.text}`;
  }

  #status(): ApiToken['status'] {
    return this.expires !== undefined && this.expires <= this.#now() ? 'expired' : this.status;
  }

  #describe(): Json {
    return {
      id: this.id,
      status: this.#status(),
      ...(this.expires !== undefined && { expires_on: this.expires.toISOString() }),
    };
  }

  /** https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/ */
  #policies(): readonly Json[] {
    return [
      {
        id: hashOf('policy').slice(0, 32),
        effect: 'allow',
        resources: { [`com.cloudflare.api.account.${this.#accountId}`]: '*' },
        permission_groups: this.permissions.map((name) => ({
          id: hashOf(name).slice(0, 32),
          name,
        })),
      },
    ];
  }
}

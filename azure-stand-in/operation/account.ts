// The accounts and deployments of a server, and how a host name selects an account.

/** One model deployment. */
export interface AzureDeployment {
  readonly name: string;
  /** The base model's name, such as `gpt-5.4-mini`. */
  readonly model: string;
  /** The base model's version, such as `2026-03-17`; default the newest known one. */
  readonly version?: string;
  readonly sku?: string;
  /** In units of 1,000 tokens a minute; default 100. */
  readonly capacity?: number;
}

/** One Azure OpenAI account. */
export interface AzureAccount {
  readonly subdomain: string;
  readonly keys: readonly string[];
  readonly deployments: readonly AzureDeployment[];
  /** Keys are refused (`disableLocalAuth`); default false. */
  readonly isKeyless?: boolean;
  /** Who may use it with a token; default nobody. */
  readonly roles?: readonly AccountRole[];
}

/** A role that an identity has on an account. */
export interface AccountRole {
  readonly principalId: string;
  /** UUID of the role's definition. */
  readonly roleId: string;
}

/** The hosts of one account (https://learn.microsoft.com/azure/foundry/openai/latest). */
const HOST = /^([a-z0-9-]+)\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$/;

/**
 * Finds the account that a Host header selects. The server's own address selects its only account.
 *
 * @param host any case, with or without a port; `[::1]:80` counts as the server's own
 */
export function findAccount(
  accounts: readonly AzureAccount[],
  host: string,
): AzureAccount | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  if (['127.0.0.1', 'localhost', '[::1]'].includes(name)) {
    return accounts.length === 1 ? accounts[0] : undefined;
  }
  const subdomain = HOST.exec(name)?.[1];
  return accounts.find((account) => account.subdomain.toLowerCase() === subdomain);
}

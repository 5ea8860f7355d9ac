// Whether Cloudflare accepts the credentials. A wrong token would otherwise show when everything in Azure
// exists already.
import { getWorkersScripts } from '@pulumi/cloudflare/getWorkersScripts.js';
import * as pulumi from '@pulumi/pulumi';

/**
 * Reads one Worker of the account through the provider, which needs no other right than the deployment does.
 * A failure that is not about credentials is a warning.
 *
 * @param accountId the Cloudflare account
 * @throws pulumi.RunError when Cloudflare refuses the credentials or does not know the account
 */
export async function checkCredentials(accountId: string): Promise<void> {
  try {
    await getWorkersScripts({ accountId, maxItems: 1 });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const reason = explain(text, accountId);
    if (reason !== undefined) throw new pulumi.RunError(reason);
    await pulumi.log.warn(
      `Cloudflare's API did not list the Workers of the account, so its credentials were not checked: ${short(text)}`,
    );
  }
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
const AUTHENTICATION = new Set(['10000', '10001', '6003', '6111', '9103', '9106', '9107', '9109']);
/** "Could not route to …, perhaps your object identifier is invalid?" */
const UNKNOWN_ACCOUNT = new Set(['7000', '7003', '10027']);

function explain(text: string, accountId: string): string | undefined {
  const codes = [...text.matchAll(/"code":\s*(\d+)/g)].map(([, code]) => code ?? '');
  const status = /": (\d{3}) [A-Z]/.exec(text)?.[1];
  const code = codes.find((each) => AUTHENTICATION.has(each) || UNKNOWN_ACCOUNT.has(each));
  const answer = [status && `HTTP ${status}`, code && `code ${code}`].filter(Boolean).join(', ');
  if (code !== undefined && UNKNOWN_ACCOUNT.has(code)) {
    return `Cloudflare does not know the account ${accountId} (${answer}). Compare cloudflareAccountId with the address of the dashboard: https://dash.cloudflare.com/<account id>`;
  }
  if (code !== undefined || status === '401' || status === '403') {
    return `Cloudflare refuses the credentials for the account ${accountId} (${answer}): the API token is wrong, has expired, or is for another account, or it lacks the permission Workers Scripts: Edit. Check cloudflareAccountId, look at the token in https://dash.cloudflare.com/profile/api-tokens, and set CLOUDFLARE_API_TOKEN.`;
  }
  return undefined;
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

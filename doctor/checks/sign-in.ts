// The gateway's own login to Azure, where it sends tokens instead of keys.
import { sendsTokens } from '../../infra/settings/azure-auth.ts';
import { asObject } from '../../command-line/as-object.ts';
import type { Check } from '../check.ts';
import { failed, failedYet, notNeeded, ok, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { describeError } from '../gateway/gateway.ts';
import type { Probe } from '../gateway/probes.ts';
import { readAsHost } from '../gateway/read-as-host.ts';
import { isThisMachine, onceReachable } from './gateway.ts';

export const SIGN_IN_CHECKS: readonly Check[] = [
  {
    id: 'issuer',
    title: "The issuer's documents",
    needs: ['wrong-key', 'settings'],
    run: onceReachable(checkIssuer),
  },
  { id: 'sign-in', title: 'Token and roles', needs: ['issuer', 'ledger'], run: checkSignIn },
];

const NOT_USED = notNeeded('the gateway uses keys of Azure, or this is not known');

/** Refusals that pass by themselves: a new role or credential takes minutes to have effect. */
const NOT_YET: ReadonlySet<string | undefined> = new Set([
  ...['azure_access_not_ready', 'azure_login_unavailable'],
]);

/** Codes with which the gateway reports that Entra or an account refuses it. */
const REFUSED: ReadonlySet<string | undefined> = new Set([
  ...[...NOT_YET, 'upstream_credentials_rejected'],
]);

async function tokenRegions({ settings, addresses }: Context): Promise<readonly string[]> {
  if (addresses.withoutStack === true) return [];
  const { regions } = await settings();
  return regions.filter(({ auth }) => sendsTokens(auth)).map(({ name }) => name);
}

/** https://openid.net/specs/openid-connect-discovery-1_0.html */
async function checkIssuer(context: Context): Promise<Finding> {
  if ((await tokenRegions(context)).length === 0) return NOT_USED;
  const { issuerHost } = await context.settings();
  const issuer = `https://${issuerHost}`;
  const read = await reader(context, issuerHost);
  const discovery = await read('/.well-known/openid-configuration');
  const advice = `Microsoft must be able to read ${issuer}/.well-known/openid-configuration: compare issuerHost with the addresses of the Worker, and let nothing in front of it (Access, WAF, bot rules) stop Microsoft. See docs/keyless.md#when-it-fails`;
  if (discovery.status !== 200) {
    return failed(`${issuer} does not serve its document: ${describeError(discovery)}`, advice);
  }
  const { issuer: said, jwks_uri: keysAt } = asObject(discovery.json);
  if (said !== issuer || keysAt !== `${issuer}/.well-known/jwks.json`) {
    return failed(`the document is of the issuer ${String(said)}, and not of ${issuer}`, advice);
  }
  const { status, json } = await read('/.well-known/jwks.json');
  const { keys } = asObject(json);
  if (status !== 200 || !Array.isArray(keys) || keys.length === 0) {
    return failed(`${issuer} publishes no key`, advice);
  }
  return ok(`${issuer} publishes ${keys.length} key${keys.length === 1 ? '' : 's'}`);
}

/** The documents are on the issuer's host alone. A gateway on this machine is asked by that name. */
async function reader({ gateway, ask, deadline }: Context, host: string) {
  const { url } = await gateway();
  if (!isThisMachine(new URL(url).hostname)) return (path: string) => ask(`https://${host}${path}`);
  return (path: string) => readAsHost(`${url}${path}`, host, deadline());
}

/** Only a region's own answer shows that its account takes the token. */
function acceptedIn(regions: readonly string[], probes: readonly Probe[]): Finding {
  const answered = new Set(
    probes.filter(({ result }) => result.kind === 'answered').map(({ account }) => account),
  );
  const accepted = regions.filter((region) => answered.has(region));
  const unknown = regions.filter((region) => !answered.has(region));
  const found = `tokens are accepted in ${accepted.join(', ')}`;
  if (unknown.length === 0) return ok(found);
  const notKnown = `not known of ${unknown.join(', ')}, of which no request was answered by itself`;
  if (accepted.length > 0) return ok(`${found}; ${notKnown}`);
  return {
    ...notNeeded(`whether tokens are accepted is ${notKnown}`),
    advice:
      'Look at the line of the requests. To have each region asked, set OPENAI_API_KEY to the key of a user with admin: true.',
  };
}

/** What the requests through each region showed about token and roles. */
async function checkSignIn(context: Context): Promise<Finding> {
  const regions = await tokenRegions(context);
  if (regions.length === 0) return NOT_USED;
  const probes = await context.probes();
  const refused = probes.flatMap(({ model, account, result }) => {
    const isToken = account === undefined || regions.includes(account);
    if (result.kind !== 'failed' || !isToken || !REFUSED.has(result.code)) return [];
    const where = account === undefined ? model : `${model} in ${account}`;
    return [{ code: result.code, text: `${where}: ${result.said}` }];
  });
  if (refused.length > 0) {
    const fail = refused.every(({ code }) => NOT_YET.has(code)) ? failedYet : failed;
    return fail(
      'Microsoft Entra or an account refuses the gateway',
      'Right after npm run up, wait up to 30 minutes. Then read entra and advice in the log of the Worker, and restore the identity, its credentials and its roles: npm run up -- --refresh. Each code: docs/keyless.md#when-it-fails',
      refused.map(({ text }) => text),
    );
  }
  return acceptedIn(regions, probes);
}

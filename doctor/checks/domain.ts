// The zone of the stack's own domain.
import { asObject } from '../../command-line/as-object.ts';
import type { Check } from '../check.ts';
import { failed, notNeeded, ok, type Finding } from '../finding.ts';
import type { CloudflareAnswer } from '../context/cloudflare-access.ts';
import type { Context } from '../context/context.ts';
import { toList } from './cloudflare.ts';

export const DOMAIN_CHECKS: readonly Check[] = [
  { id: 'zone', title: "The domain's zone", needs: ['cloudflare-account'], run: checkZone },
  { id: 'domain', title: "The domain's Worker", needs: ['zone'], run: checkDomain },
];

const NOT_USED = notNeeded('the stack has no customDomain');

/** https://developers.cloudflare.com/api/resources/zones/methods/list/ */
async function checkZone({ cloudflare, settings }: Context): Promise<Finding> {
  const { accountId, customDomain, zoneName } = await settings();
  if (customDomain === undefined) return NOT_USED;
  const api = await cloudflare();
  const names = zoneName === undefined ? parentsOf(customDomain) : [zoneName];
  for (const name of names) {
    const answer = await api.get('/zones', { name, 'account.id': accountId });
    if (answer.status !== 200) return refused('list zones', answer);
    const [zone] = toList(answer);
    if (zone === undefined) continue;
    const status = String(zone['status']);
    if (status === 'active') return ok(`${name} is active`);
    return failed(
      `${name} is ${status}`,
      `Have the registrar of ${name} use the name servers that Cloudflare shows: https://dash.cloudflare.com/${accountId}/${name}`,
    );
  }
  return failed(
    `the token sees no zone for ${customDomain} in the account`,
    `Add the domain to the account (https://dash.cloudflare.com/${accountId}/add-site), correct customDomain or zoneName, or give the token Zone, Workers Routes, Edit for this zone.`,
  );
}

function refused(what: string, { said }: CloudflareAnswer): Finding {
  return failed(
    `the token cannot ${what} (${said})`,
    'Give the token Account, Workers Scripts, Edit and Zone, Workers Routes, Edit: https://dash.cloudflare.com/profile/api-tokens. If Cloudflare itself fails: https://www.cloudflarestatus.com',
  );
}

/** `a.b.example.com` can be in three zones; the longest that exists has it. */
function parentsOf(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** https://developers.cloudflare.com/api/resources/workers/subresources/domains/methods/list/ */
async function checkDomain({ cloudflare, settings }: Context): Promise<Finding> {
  const { accountId, customDomain, workerName } = await settings();
  if (customDomain === undefined) return NOT_USED;
  const api = await cloudflare();
  const answer = await api.get(`/accounts/${accountId}/workers/domains`, {
    hostname: customDomain,
  });
  if (answer.status !== 200) return refused('list the domains of Workers', answer);
  const [domain] = toList(answer);
  const service = domain === undefined ? undefined : String(asObject(domain)['service']);
  if (service === undefined)
    return ok(`no Worker has ${customDomain} yet; npm run up gives it to ${workerName}`);
  if (service === workerName) return ok(`${customDomain} leads to ${workerName}`);
  return failed(
    `${customDomain} leads to another Worker, ${service}`,
    `Remove it there (Workers & Pages, ${service}, Settings, Domains), or choose another customDomain.`,
  );
}

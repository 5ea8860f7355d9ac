// What the API answers about the account and its zones, besides Workers.
import type { CloudReply, CloudRequest } from '../exchange.ts';
import * as answers from './answers.ts';
import type { ApiToken } from './api-token.ts';
import type { CustomDomain } from './custom-domains.ts';
import { hashOf } from './worker.ts';

/** https://developers.cloudflare.com/dns/zone-setups/reference/domain-status/ */
export type ZoneStatus = 'active' | 'pending' | 'moved' | 'initializing';

/** What is at Cloudflare, and who asks. */
export interface AccountView {
  readonly accountId: string;
  readonly zones: readonly string[];
  readonly zoneStatus: ReadonlyMap<string, ZoneStatus>;
  readonly workersDevName: string;
  readonly hasWorkersDevName: boolean;
  readonly domains: readonly CustomDomain[];
  readonly isKnown: boolean;
  readonly token: ApiToken;
}

/** undefined: the request is about something else. */
export function readAccount(request: CloudRequest, view: AccountView): CloudReply | undefined {
  const { path, method, query } = request;
  if (method !== 'GET') return undefined;
  if (path === '/zones') return listZones(query ?? new URLSearchParams(), view);
  const [, account, part] = /^\/accounts\/([^/]+)\/workers\/(subdomain|domains)$/.exec(path) ?? [];
  if (account === undefined) return undefined;
  const mayRead = view.isKnown && view.token.rights.has('scripts');
  if (!mayRead || account !== view.accountId) return answers.authenticationError();
  if (part === 'domains') {
    const host = query?.get('hostname');
    return answers.succeed(view.domains.filter(({ hostname }) => !host || hostname === host));
  }
  // Code 10007, as Wrangler knows it: github cloudflare/workers-sdk#2016
  if (!view.hasWorkersDevName) return answers.subdomainNotFound();
  return answers.succeed({ subdomain: view.workersDevName });
}

/**
 * The zones that the token may read: without that right the list is empty.
 * https://developers.cloudflare.com/api/resources/zones/methods/list/
 */
function listZones(query: URLSearchParams, view: AccountView): CloudReply {
  if (!view.isKnown) return answers.authenticationError();
  const name = query.get('name');
  const zones = view.token.rights.has('zones')
    ? view.zones.filter((zone) => name === null || zone === name)
    : [];
  return answers.succeed(
    zones.map((zone) => ({
      id: hashOf(zone).slice(0, 32),
      name: zone,
      status: view.zoneStatus.get(zone) ?? 'active',
      paused: false,
      account: { id: view.accountId, name: 'The account of the stand-in' },
    })),
  );
}

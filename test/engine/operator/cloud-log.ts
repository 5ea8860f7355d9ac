// What the clouds were asked, as lines that a table of a scenario can hold: without reading requests and
// without random parts of names.
import type { Asked } from '../../../azure-stand-in/clouds/traffic.ts';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\/deployments\/([^/]+)$/, 'deployment'],
  [/\/raiPolicies\/([^/]+)$/, 'filter'],
  [/\/raiBlocklistItems\/([^/]+)$/, 'term'],
  [/\/raiBlocklists\/([^/]+)$/, 'blocklist'],
  [/\/diagnosticSettings\/([^/]+)$/, 'diagnostics'],
  [/\/budgets\/([^/]+)$/, 'budget'],
  [/\/deletedAccounts\/([^/]+)$/, 'deleted account'],
  [/\/roleAssignments\/([^/]+)$/, 'role'],
  [/\/federatedIdentityCredentials\/([^/]+)$/, 'credential'],
  [/\/userAssignedIdentities\/([^/]+)$/, 'identity'],
  [/\/accounts\/([^/]+)$/, 'account'],
  [/^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i, 'group'],
  [/\/scripts\/([^/]+)\/subdomain$/, 'workers.dev of'],
  [/\/scripts\/([^/]+)$/, 'worker'],
  [/\/workers\/domains()$/, 'domain'],
  [/\/workers\/domains\/([0-9a-f]+)$/, 'domain'],
];

/** Lines such as `PUT deployment gpt-5.4 at main.eastus2` and `DELETE worker … 409`. */
export function changesIn(log: readonly Asked[]): readonly string[] {
  return log
    .filter(({ method, path }) => method !== 'GET' && !/\/listKeys$/i.test(path))
    .map(toLine);
}

/** Every request, also those that only read. */
export function toLine({ method, path, status, subject }: Asked): string {
  const [pattern, kind] = KINDS.find(([each]) => each.test(path)) ?? [/^(.*)$/, 'unknown'];
  const name = subject ?? withoutRandom(pattern.exec(path)?.[1] ?? path);
  const account = /CognitiveServices\/accounts\/([^/]+)\/.+/.exec(path)?.[1];
  const place = account === undefined || kind === 'unknown' ? '' : ` at ${withoutRandom(account)}`;
  return `${method} ${kind} ${name}${place}${status >= 400 ? ` ${status}` : ''}`;
}

/** Names of groups, accounts and identities end in eight random digits after the resource's own name. */
function withoutRandom(name: string): string {
  return name
    .replace(/^(?:openai|azure)[-.](.*)-(?:group|account)[0-9a-f]{8}$/, '$1')
    .replace(/^(identity.*)-(?:group|gateway)[0-9a-f]{8}$/, '$1');
}

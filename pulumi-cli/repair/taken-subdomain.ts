// An account that was deleted, by hand or by a run that ended badly, keeps its subdomain for 48 hours.
// https://learn.microsoft.com/azure/ai-services/recover-purge-resources
import { asObject } from '../../command-line/as-object.ts';
import { listCommand, type DeletedAccount } from './deleted-accounts.ts';
import type { ExportedStack, Resource } from './exported-stack.ts';
import { quote } from './shell.ts';

const ACCOUNT = 'azure-native:cognitiveservices:Account';
const RANDOM = 'random:index/randomString:RandomString';
const GROUP = 'azure-native:resources:ResourceGroup';

/** An account that the stack has a subdomain for, and that is not in its state. */
export interface MissingAccount {
  /** Name of its component, with which its own name begins. */
  readonly component: string;
  readonly location: string | undefined;
  readonly resourceGroup: string | undefined;
  /** The random end of its subdomain. */
  readonly ending: string | undefined;
}

/** With such an account, Azure's error may have been a taken subdomain. */
export function missingAccounts({ resources }: ExportedStack): readonly MissingAccount[] {
  return resources.flatMap((subdomain) => {
    if (subdomain.type !== RANDOM || !/[-.]subdomain$/.test(subdomain.name)) return [];
    const siblings = resources.filter(({ parent }) => parent === subdomain.parent);
    if (siblings.some(({ type }) => type === ACCOUNT)) return [];
    return [toMissing(subdomain, siblings.find(({ type }) => type === GROUP)?.inputs)];
  });
}

/** Its place is in its group, or else in what decides when the subdomain's random part changes. */
function toMissing(
  { name, id, inputs }: Resource,
  group: Resource['inputs'] | undefined,
): MissingAccount {
  const keepers = asObject(inputs['keepers']);
  return {
    component: name.replace(/[-.]subdomain$/, ''),
    location: text(group?.['location']) ?? text(keepers['location']),
    resourceGroup: text(group?.['resourceGroupName']) ?? text(keepers['resourceGroup']),
    ending: id,
  };
}

/**
 * How to free a subdomain, should the error have been a taken one; no lines where none can be. Lines that
 * begin with two spaces are commands for a POSIX shell. A purge is final, so only an account that must be
 * the one is named.
 *
 * @param deleted Azure's list; undefined: it is not known
 */
export function freeSubdomain(
  stack: ExportedStack,
  deleted: readonly DeletedAccount[] | undefined,
): readonly string[] {
  const missing = missingAccounts(stack);
  if (missing.length === 0) return [];
  const found = missing.map((account) => (deleted ?? []).filter((one) => isSame(one, account)));
  const sure = found.flatMap((accounts) => (accounts.length === 1 ? accounts : []));
  return [
    'If the message says CustomDomainInUse: Azure keeps a deleted account for 48 hours, and with it the subdomain.',
    ...(sure.length > 0
      ? ['Purge it, which is final, then run this again:', ...sure.map((one) => purge(one, stack))]
      : [
          `Look for ${missing.map(describe).join('; ')}:`,
          `  az ${listCommand(stack).map(quote).join(' ')} --output table`,
        ]),
    'More: docs/recovery.md#a-taken-subdomain',
  ];
}

/** In the same place, and of the same subdomain; where that is not shown, of a name that Pulumi made. */
function isSame(
  { name, location, resourceGroup, subdomain }: DeletedAccount,
  missing: MissingAccount,
): boolean {
  if (plain(location) !== plain(missing.location)) return false;
  if (plain(resourceGroup) !== plain(missing.resourceGroup)) return false;
  if (subdomain === undefined || missing.ending === undefined) {
    return isAccountOf(missing.component, name);
  }
  return subdomain.toLowerCase().endsWith(`-${missing.ending}`);
}

/** Names end in eight random digits. Version 1.0.0 began them with `openai`, and used dots too. */
function isAccountOf(component: string, account: string): boolean {
  const [region = ''] = component.replace(/^(?:azure|openai)[-.]/, '').split('--');
  return [component, `openai-${region}`].some((begin) => {
    const prefix = hyphenated(`${begin}-account`);
    const name = hyphenated(account);
    return name.startsWith(prefix) && /^[0-9a-f]{8}$/.test(name.slice(prefix.length));
  });
}

function hyphenated(name: string): string {
  return name.toLowerCase().replaceAll('.', '-');
}

/** Azure ignores the case of groups, and writes locations in two ways: `eastus2`, `East US 2`. */
function plain(place: string | undefined): string | undefined {
  return place?.toLowerCase().replaceAll(' ', '');
}

function describe({ component, location, resourceGroup, ending }: MissingAccount): string {
  const place = `in ${location ?? 'its location'}, group ${resourceGroup ?? 'of any name'}`;
  return `${component}-account… ${place}${ending === undefined ? '' : `, subdomain …-${ending}`}`;
}

function purge({ name, location, resourceGroup }: DeletedAccount, stack: ExportedStack): string {
  const subscription = listCommand(stack).slice(3);
  return [
    '  az cognitiveservices account purge',
    `--location ${quote(location)} --resource-group ${quote(resourceGroup)}`,
    `--name ${quote(name)}`,
    ...subscription.map(quote),
  ].join(' ');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// An account that was deleted, by hand or by a run that ended badly, keeps its subdomain for 48 hours.
// https://learn.microsoft.com/azure/ai-services/recover-purge-resources
import type { Diagnostic } from '../event-log.ts';
import { asObject } from '../../command-line/as-object.ts';
import type { ExportedStack } from './exported-stack.ts';
import { quote } from './shell.ts';

const ACCOUNT = 'azure-native:cognitiveservices:Account';
const RANDOM = 'random:index/randomString:RandomString';
const GROUP = 'azure-native:resources:ResourceGroup';

/** Azure's code for a subdomain that another account has, deleted ones included. */
const TAKEN = 'CustomDomainInUse';

/**
 * How to free the subdomain; no lines where no error is about one. Lines that begin with two spaces are
 * commands for a POSIX shell.
 */
export function freeSubdomain(
  stack: ExportedStack,
  errors: readonly Diagnostic[],
): readonly string[] {
  const taken = errors.filter(({ message }) => message.includes(TAKEN));
  const names = new Set(taken.flatMap(({ urn }) => urn ?? []));
  if (taken.length === 0) return [];
  const purges = [...names].map((urn) => purge(stack, urn));
  return [
    'A deleted account keeps its subdomain for 48 hours (CustomDomainInUse). Purge it, then run this again:',
    '  az cognitiveservices account list-deleted --output table',
    ...new Set(purges),
  ];
}

/** The account to purge has a name that Pulumi made: that of the resource and eight random digits. */
function purge(stack: ExportedStack, urn: string): string {
  const name = urn.split('::').slice(3).join('::');
  const { location = '<location>', group = '<group>' } = placeOf(stack, parentOf(stack, urn));
  const query = `[?starts_with(name, '${name}')].name | [0]`;
  return [
    '  az cognitiveservices account purge',
    `--location ${quote(location)} --resource-group ${quote(group)}`,
    `--name "$(az cognitiveservices account list-deleted --query "${query}" --output tsv)"`,
  ].join(' ');
}

/** From the account's group, or from its subdomain's random part, which a new place changes. */
function placeOf({ resources }: ExportedStack, parent: string | undefined) {
  const siblings = resources.filter((resource) => resource.parent === parent);
  const group = siblings.find(({ type }) => type === GROUP)?.inputs;
  const keepers = asObject(siblings.find(({ type }) => type === RANDOM)?.inputs['keepers']);
  return {
    location: text(group?.['location']) ?? text(keepers['location']),
    group: text(group?.['resourceGroupName']) ?? text(keepers['resourceGroup']),
  };
}

/** A resource that could not be created is not in the state, but its siblings are. */
function parentOf({ resources }: ExportedStack, urn: string): string | undefined {
  const known = resources.find((resource) => resource.urn === urn)?.parent;
  if (known !== undefined) return known;
  const component = urn
    .split('::')
    .slice(3)
    .join('::')
    .replace(/[-.]account$/, '');
  return resources.find(({ urn: other }) => other.endsWith(`::${component}`))?.urn;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a pending create explains the taken subdomain: then the account is imported, not purged. */
export function isAccountPending({ pending }: ExportedStack): boolean {
  return pending.some(({ type, resource }) => type === 'creating' && resource.type === ACCOUNT);
}

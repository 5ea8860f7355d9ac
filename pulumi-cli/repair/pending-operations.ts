// What an `up` that was killed leaves: operations of which Pulumi does not know how they ended.
import type { Command } from '../pulumi-arguments.ts';
import { azureId, isImported, quoteId } from './azure-id.ts';
import type { ExportedStack, PendingOperation, Resource } from './exported-stack.ts';
import { quote, stackOption } from './shell.ts';

/** The run after which the repair is described. */
export interface EndedRun {
  readonly command: Command;
  /** Undefined: the selected stack. */
  readonly stack: string | undefined;
  /** The Azure subscription of its environment; undefined: not set there. */
  readonly subscription?: string | undefined;
  /** Whether it was started with `--yes`. */
  readonly yes: boolean;
  /** Whether it did all that it was to do, and only found what an earlier one left. */
  readonly isSuccess: boolean;
}

/**
 * The lines that say what is pending and how to repair it; none where nothing is. Lines that begin with
 * two spaces are commands for a POSIX shell, to be run in this order.
 *
 * A resource that was being created may exist at Azure, which refuses to create it again, so it is
 * imported with its name and parent in the state; `up` then finds it. No later run removes a pending
 * create from the state, not even one that created the resource: `--clear-pending-creates` does.
 */
export function repairPending(stack: ExportedStack | undefined, run: EndedRun): readonly string[] {
  if (stack === undefined || stack.pending.length === 0) return [];
  const creating = stack.pending.filter(({ type }) => type === 'creating');
  const known = new Set(stack.resources.flatMap(({ urn, id }) => (id === undefined ? [] : [urn])));
  const toImport = creating
    .map(({ resource }) => resource)
    .filter((resource) => isImported(resource) && !known.has(resource.urn))
    .map((resource) => ({ resource, id: azureId(resource, stack, run.subscription) }))
    .toSorted((left, right) => depth(left.id) - depth(right.id));
  if (run.isSuccess && toImport.length === 0) {
    return [
      'The state still marks what an interrupted run was creating. To remove the mark:',
      clear(run),
    ];
  }
  return [
    'An earlier run was interrupted. Pulumi does not know how these operations ended:',
    ...stack.pending.map((operation) => `- ${describe(operation)}`),
    'Run these commands, in this order:',
    ...(run.isSuccess ? [] : [unlock(run)]),
    ...toImport.map(({ resource, id }) => importCommand(resource, id, run)),
    runAgain(run),
    ...(creating.length > 0 ? [clear(run)] : []),
    ...(toImport.length > 0
      ? ['If an import reports that there is no such resource, it was never created: go on.']
      : []),
  ];
}

function describe({ type, resource }: PendingOperation): string {
  return `${type} ${resource.type} ${resource.name}`;
}

function runAgain({ command, stack, yes }: EndedRun): string {
  const again = command === 'destroy' ? 'destroy' : 'up';
  const options = `${yes ? ' --yes' : ''}${stackOption(stack)}`;
  return `  npm run ${again}${options === '' ? '' : ` --${options}`}`;
}

function clear({ stack }: EndedRun): string {
  return `  pulumi refresh --yes --clear-pending-creates${stackOption(stack)}`;
}

function unlock({ stack }: EndedRun): string {
  return `  pulumi cancel --yes${stackOption(stack)} # only if the message above says that the stack is locked`;
}

/** https://www.pulumi.com/docs/iac/cli/commands/pulumi_import/ */
function importCommand(
  { type, name, parent }: Resource,
  id: string | undefined,
  { stack }: EndedRun,
): string {
  return [
    `  pulumi import ${type} ${quote(name)}`,
    id === undefined ? "'<its id at Azure>'" : quoteId(id),
    ...(parent === undefined || isStack(parent) ? [] : [`--parent ${quote(`p=${parent}`)}`]),
    `--protect=false --yes --generate-code=false${stackOption(stack)}`,
  ].join(' ');
}

/** The stack itself is the parent of what has no other. */
function isStack(urn: string): boolean {
  return urn.split('::')[2] === 'pulumi:pulumi:Stack';
}

/** An account before what is in it. */
function depth(id: string | undefined): number {
  return id?.split('/').length ?? 0;
}

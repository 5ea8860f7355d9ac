// What to say when Pulumi's CLI has ended. All of it goes to standard error: standard output is Pulumi's.
import type { PulumiArguments } from './pulumi-arguments.ts';
import type { DeletedAccount } from './repair/deleted-accounts.ts';
import type { ExportedStack } from './repair/exported-stack.ts';
import { repairPending } from './repair/pending-operations.ts';
import { stackOption } from './repair/shell.ts';
import { freeSubdomain } from './repair/taken-subdomain.ts';

// Pulumi's exit codes: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/cmdutil/exit.go
const WRONG_OPTIONS = 2;
const NOT_LOGGED_IN = 3;
const STACK_NOT_FOUND = 6;
/** `preview --expect-no-changes` and the like found changes. */
const CHANGES_FOUND = 7;
/** After "no" and after Ctrl-C. */
const CANCELLED = 8;

/** With these, Pulumi's own message says all. */
const EXPLAINED: ReadonlySet<number> = new Set([
  ...[WRONG_OPTIONS, NOT_LOGGED_IN, CHANGES_FOUND, CANCELLED],
]);

/** After a deployment: where it is, and how to get a key. The keys themselves are not shown. */
export function afterUp(stack: string | undefined, url: string): readonly string[] {
  const option = stackOption(stack);
  return [
    `Address   ${url}`,
    `Keys      pulumi stack output users --show-secrets${option}`,
    `Try it    curl ${url}/models --header 'Authorization: Bearer <key>'`,
    `Check     npm run doctor${option === '' ? '' : ` --${option}`}`,
    `Changes   edit the stack file, then npm run preview${option === '' ? '' : ` --${option}`}`,
  ];
}

export function afterPreview(stack: string | undefined): readonly string[] {
  return [`To deploy this: npm run up --${stackOption(stack)}`.replace(/ --$/, '')];
}

/** What a run left and what can be found out about it, without the text that Pulumi showed. */
export interface LeftBehind {
  /** Pulumi's exit code. */
  readonly code: number;
  /** Undefined: the state cannot be read. */
  readonly exported: ExportedStack | undefined;
  /** Azure's list; undefined: it was not read. */
  readonly deleted: readonly DeletedAccount[] | undefined;
}

/**
 * After a run of anything but `preview`: how to repair what is pending, or why a run may have failed and
 * where to read on. No lines where nothing is left and the run was successful.
 */
export function afterRun(
  { command, stack, options }: PulumiArguments,
  { code, exported, deleted }: LeftBehind,
): readonly string[] {
  const isSuccess = code === 0;
  const repairs = repairPending(exported, {
    command,
    stack,
    yes: options.has('yes'),
    // What azure-native takes as well.
    subscription: process.env['ARM_SUBSCRIPTION_ID'],
    isSuccess,
  });
  if (repairs.length > 0) return [...repairs, 'More: docs/recovery.md#after-a-killed-up'];
  if (code === STACK_NOT_FOUND) {
    return ['Stacks of this project: pulumi stack ls. A new one: pulumi stack init NAME'];
  }
  if (isSuccess || EXPLAINED.has(code) || exported === undefined) return [];
  return [
    ...(command === 'destroy' ? [] : freeSubdomain(exported, deleted)),
    `What was done is kept; npm run ${command} continues from there. What the messages mean: docs/operations.md#a-deployment-fails`,
  ];
}

/** The lines to show on this platform. */
export function forShell(
  lines: readonly string[],
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  if (platform !== 'win32' || lines.length === 0) return lines;
  return [
    ...lines,
    'These commands are for a POSIX shell. On Windows, type them in WSL or Git Bash.',
  ];
}

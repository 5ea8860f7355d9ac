// What to say when Pulumi's CLI has ended. All of it goes to standard error: standard output is Pulumi's.
import type { PulumiArguments } from './pulumi-arguments.ts';
import type { Diagnostic } from './event-log.ts';
import type { ExportedStack } from './repair/exported-stack.ts';
import { repairPending } from './repair/pending-operations.ts';
import { stackOption } from './repair/shell.ts';
import { freeSubdomain, isAccountPending } from './repair/taken-subdomain.ts';

// Pulumi's exit codes: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/cmdutil/exit.go
const STACK_NOT_FOUND = 6;
/** After "no" and after Ctrl-C. */
const CANCELLED = 8;

/** After a deployment: where it is, and how to get a key. The keys themselves are not shown. */
export function afterUp(stack: string | undefined, url: string): readonly string[] {
  const option = stackOption(stack);
  return [
    `Address   ${url}`,
    `Keys      pulumi stack output users --show-secrets${option}`,
    `Try it    curl ${url}/models --header 'Authorization: Bearer <key>'`,
    `Changes   edit the stack file, then npm run preview${option === '' ? '' : ` --${option}`}`,
  ];
}

export function afterPreview(stack: string | undefined): readonly string[] {
  return [`To deploy this: npm run up --${stackOption(stack)}`.replace(/ --$/, '')];
}

/**
 * After a run that failed, or that found what an earlier one left: repairs where something is pending or
 * taken, or else where to read on.
 *
 * @param reported what the engine reported; undefined: it did not start
 */
export function afterTrouble(
  { command, stack, options }: PulumiArguments,
  code: number,
  reported: readonly Diagnostic[] | undefined,
  exported: ExportedStack,
): readonly string[] {
  const repairs = [
    ...repairPending(exported, {
      command,
      stack,
      yes: options.has('yes'),
      isSilent: reported === undefined,
      isSuccess: code === 0,
    }),
    ...(isAccountPending(exported) ? [] : freeSubdomain(exported, reported ?? [])),
  ];
  if (repairs.length > 0) return [...repairs, 'More: docs/recovery.md#after-a-killed-up'];
  if (code === STACK_NOT_FOUND) {
    return ['Stacks of this project: pulumi stack ls. A new one: pulumi stack init NAME'];
  }
  const failed = (reported ?? []).some(({ severity }) => severity === 'error');
  // Without an error, a person said no.
  if (code === 0 || code === CANCELLED || !failed) return [];
  return [
    `What was done is kept; npm run ${command} continues from there. What the messages mean: docs/operations.md#a-deployment-fails`,
  ];
}

/** Whether a run found operations that an earlier one left. */
export function sawPending(reported: readonly Diagnostic[] | undefined): boolean {
  return (reported ?? []).some(({ message }) => message.includes('pending operations'));
}

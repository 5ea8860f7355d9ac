// Stacks that version 1.0.0 of this project deployed, and no later one since.
import type { ExportedStack } from './exported-stack.ts';
import { stackOption } from './shell.ts';

/**
 * Why the stack must not be destroyed as it is; undefined if it can be.
 *
 * Version 1.0.0 declared deployments and filters as deleted with their account. Pulumi then takes them out
 * of the state without a request to Azure, where provisioned ones go on costing, and where an account with
 * deployments may not be deleted: https://www.pulumi.com/docs/iac/concepts/resources/options/deletedwith/
 *
 * @param stack the stack that was named
 */
export function destroyFault(
  exported: ExportedStack | undefined,
  stack: string | undefined,
): string | undefined {
  const isEarlier = exported?.resources.some(({ deletedWith }) => deletedWith !== undefined);
  if (isEarlier !== true) return undefined;
  const option = stackOption(stack);
  return `An earlier version of this project deployed this stack. Run \`npm run up${option === '' ? '' : ` --${option}`}\` once first; otherwise Azure keeps the deployments and refuses to delete the account.`;
}

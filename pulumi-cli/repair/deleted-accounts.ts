// The accounts that were deleted and that Azure still keeps, as Azure's CLI lists them.
import { asObject } from '../../command-line/as-object.ts';
import { capture } from '../capture.ts';
import { findProgram } from '../installation/find-cli.ts';
import { subscriptionOf } from './azure-id.ts';
import type { ExportedStack } from './exported-stack.ts';

export interface DeletedAccount {
  readonly name: string;
  readonly location: string;
  readonly resourceGroup: string;
  /** Undefined where the list does not show it. */
  readonly subdomain: string | undefined;
}

/** What lists them, for the subscription of the stack. */
export function listCommand(stack: ExportedStack): readonly string[] {
  const subscription = subscriptionOf(stack) ?? process.env['ARM_SUBSCRIPTION_ID'];
  return [
    ...['cognitiveservices', 'account', 'list-deleted'],
    ...(subscription ? ['--subscription', subscription] : []),
  ];
}

/** Reads the list; undefined where Azure's CLI is not there or does not give it. */
export async function listDeletedAccounts(
  env: NodeJS.ProcessEnv,
  stack: ExportedStack,
): Promise<readonly DeletedAccount[] | undefined> {
  const az = findProgram('az', env);
  if (az === undefined) return undefined;
  const args = [...listCommand(stack), '--output', 'json', '--only-show-errors'];
  const { code, stdout } = await capture(az, args, { env });
  return code === 0 ? readDeletedAccounts(stdout) : undefined;
}

/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deleted-accounts/list */
export function readDeletedAccounts(json: string): readonly DeletedAccount[] | undefined {
  const list = parse(json);
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((value: unknown) => {
    const { id, properties } = asObject(value);
    const place = /\/locations\/([^/]+)\/resourceGroups\/([^/]+)\/deletedAccounts\/([^/]+)$/i.exec(
      String(id),
    );
    const [, location = '', resourceGroup = '', name = ''] = place ?? [];
    if (name === '') return [];
    const { customSubDomainName: shown } = asObject(properties);
    const subdomain = typeof shown === 'string' && shown !== '' ? shown : undefined;
    return [{ name, location, resourceGroup, subdomain }];
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

// Reads the key with which the Worker calls an Azure OpenAI account.
import type { ListAccountKeysResult } from '@pulumi/azure-native/cognitiveservices/listAccountKeys.js';
import { listAccountKeys } from '@pulumi/azure-native/cognitiveservices/listAccountKeys.js';
import * as pulumi from '@pulumi/pulumi';
import type { AccountScope } from './account-scope.ts';
import type { Fallback } from '../fallback.ts';
import { unreadable, warnOfLast } from '../fallback.ts';
import type { ProviderFailure } from '../provider-failure.ts';
import { toFailure } from '../provider-failure.ts';
import { runError } from '../../run-error.ts';

const WHAT = "the account's key";

/**
 * One of a new account's two keys, as a secret. Every `pulumi up` reads it again and so picks up a
 * regenerated key. If Azure cannot be read, the last key is used, with a warning: a user's key can be
 * revoked while a region is out.
 *
 * @throws pulumi.RunError (in the output) when Azure returns no key, or when there is no last key
 */
export function readAccountKey(
  { parent, resourceGroupName, accountName }: AccountScope,
  activeKey: 1 | 2,
  endpoint: pulumi.Output<string>,
  fallback: Fallback,
): pulumi.Output<string> {
  const keys = pulumi.all([accountName, resourceGroupName]).apply(async ([account, group]) => {
    try {
      return await listAccountKeys({ accountName: account, resourceGroupName: group }, { parent });
    } catch (error) {
      return toFailure(error);
    }
  });
  // Azure Native does not mark keys as secrets:
  // https://github.com/pulumi/pulumi-azure-native/issues/1693
  return pulumi.secret(
    keys.apply((found) =>
      'message' in found
        ? endpoint.apply((host) => lastKey(found, host, fallback))
        : pulumi.output(chooseKey(found, activeKey, fallback.label)),
    ),
  );
}

/** @throws pulumi.RunError when Azure returned no key */
export function chooseKey(
  { key1, key2 }: ListAccountKeysResult,
  activeKey: 1 | 2,
  label: string,
): string {
  const key = activeKey === 1 ? key1 : key2;
  if (key !== undefined) return key;
  throw runError(
    `Azure returned no key for the account of ${label}: its keys are disabled (\`disableLocalAuth\`), for example by an Azure Policy. Set \`azureAuth: entra\`, with which the gateway needs no key.`,
  );
}

async function lastKey(
  failure: ProviderFailure,
  endpoint: string,
  fallback: Fallback,
): Promise<string> {
  const key = await fallback.lastKey(endpoint);
  if (key === undefined) throw unreadable(fallback.label, WHAT, failure);
  await warnOfLast(fallback.label, WHAT, failure);
  return key;
}

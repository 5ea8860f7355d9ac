// Reading the key with which the Worker signs in at an Azure OpenAI account.
import { listAccountKeysOutput } from '@pulumi/azure-native/cognitiveservices/listAccountKeys.js';
import * as pulumi from '@pulumi/pulumi';
import type { AccountLocation } from './account-location.ts';

/**
 * One of the account's two keys, a secret. It is read again with every `pulumi up`, so a regenerated
 * key reaches the Worker with the next one.
 *
 * @throws pulumi.RunError (in the output) when Azure gives none
 */
export function readAccountKey(location: AccountLocation, activeKey: 1 | 2): pulumi.Output<string> {
  const { name, parent, resourceGroupName, accountName } = location;
  const keys = listAccountKeysOutput({ accountName, resourceGroupName }, { parent });
  // Azure Native does not mark keys as secrets:
  // https://github.com/pulumi/pulumi-azure-native/issues/1693
  return pulumi.secret(
    keys.apply(({ key1, key2 }) => (activeKey === 1 ? key1 : key2) ?? missingKey(name)),
  );
}

function missingKey(name: string): never {
  throw new pulumi.RunError(
    `Azure gave no key for the account of ${name}: is key access (local authentication) switched off by an Azure Policy?`,
  );
}

// Reads the key with which the Worker calls an Azure OpenAI account.
import { listAccountKeysOutput } from '@pulumi/azure-native/cognitiveservices/listAccountKeys.js';
import * as pulumi from '@pulumi/pulumi';
import type { AccountScope } from './account-scope.ts';

/**
 * One of the account's two keys, as a secret. Every `pulumi up` reads it again and so picks up a
 * regenerated key.
 *
 * @throws pulumi.RunError (in the output) when Azure returns no key
 */
export function readAccountKey(scope: AccountScope, activeKey: 1 | 2): pulumi.Output<string> {
  const { name, parent, resourceGroupName, accountName } = scope;
  const keys = listAccountKeysOutput({ accountName, resourceGroupName }, { parent });
  // Azure Native does not mark keys as secrets:
  // https://github.com/pulumi/pulumi-azure-native/issues/1693
  return pulumi.secret(
    keys.apply(({ key1, key2 }) => (activeKey === 1 ? key1 : key2) ?? missingKey(name)),
  );
}

function missingKey(name: string): never {
  throw new pulumi.RunError(
    `Azure returned no key for the account of ${name}: is key access (local authentication) disabled by an Azure Policy?`,
  );
}

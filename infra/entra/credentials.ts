// The federated credentials of the identity. Each lets one gateway sign in: whoever signs assertions whose
// issuer is that gateway's host. https://learn.microsoft.com/entra/workload-id/workload-identity-federation
import { createHash } from 'node:crypto';
import { FederatedIdentityCredential } from '@pulumi/azure-native/managedidentity/federatedIdentityCredential.js';
import type * as pulumi from '@pulumi/pulumi';
import { ENTRA_SUBJECT } from '../../worker/contract/env.ts';
import { oneAtATime } from '../azure/parts/one-at-a-time.ts';
import { toLabel } from '../settings/dns-label.ts';

/** The only audience that Microsoft Entra takes. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** Names of credentials have 3 to 120 letters, digits, hyphens and underscores. */
const MAX_NAME_LENGTH = 100;
const HASH_LENGTH = 8;

/** The identity that the credentials belong to. */
export interface CredentialScope {
  /** Prefix of the credentials' resource names. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly identityName: pulumi.Input<string>;
  /** Inputs whose changes Pulumi ignores. */
  readonly ignoreChanges: string[];
}

/** Microsoft Entra compares it with the assertion's `iss` letter by letter, so it has no slash at its end. */
export function issuerOf(host: string): string {
  return `https://${host}`;
}

/**
 * Registers a credential for each host, one after another: Azure answers 409 to a second change of an identity
 * at the same time. Each is named after its host, so another host is another credential, and the old one goes
 * after the gateway has been uploaded with the new one.
 */
export function createCredentials(
  scope: CredentialScope,
  hosts: readonly string[],
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  for (const host of hosts) {
    const credential = new FederatedIdentityCredential(
      `${scope.name}-credential-${host}`,
      {
        resourceGroupName: scope.resourceGroupName,
        resourceName: scope.identityName,
        federatedIdentityCredentialResourceName: credentialName(host),
        issuer: issuerOf(host),
        subject: ENTRA_SUBJECT,
        audiences: [AUDIENCE],
      },
      {
        parent: scope.parent,
        dependsOn: oneAtATime(scope.parent, earlier),
        ignoreChanges: scope.ignoreChanges,
      },
    );
    earlier.push(credential);
  }
  return earlier;
}

/** A host may have dots and 253 characters. The hash keeps `a.b-c` and `a-b.c` apart. */
function credentialName(host: string): string {
  const hash = createHash('sha256').update(host).digest('hex').slice(0, HASH_LENGTH);
  return `${toLabel(host, MAX_NAME_LENGTH)}-${hash}`;
}

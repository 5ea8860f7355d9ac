// The identity as which the gateway calls Azure, what lets the gateway sign in as it, and what it may do.
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import * as pulumi from '@pulumi/pulumi';
import type { EntraBinding } from '../../worker/contract/env.ts';
import { resourceGroupPart } from '../azure/component-name.ts';
import type { EntraAccess } from '../bindings/entra-bindings.ts';
import { createCredentials, issuerOf } from './credentials.ts';
import { assignRoles, type GrantedAccount, type Grantee } from './roles.ts';
import { createSigningKey, type SigningKey } from './signing-keys.ts';

/** Arguments of `GatewayIdentity`. */
export interface GatewayIdentityArgs {
  /** Azure location in its short form. The identity stays where it was made. */
  readonly location: string;
  /** An existing resource group, whose case does not matter; undefined: one is created. */
  readonly resourceGroup?: string | undefined;
  /** The host on which the gateway publishes its keys. */
  readonly issuerHost: string;
  /** Hosts of other gateways that sign in as the same identity; default none. */
  readonly otherIssuers?: readonly string[];
  /** Generations of the signing key, at least one. The first one signs. */
  readonly signingKeys: readonly number[];
  /** Tags for all resources that can have tags; default none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A managed identity that trusts the gateway as an issuer, so that the gateway needs no secret of Azure's. In
 * another resource group it is another identity, so a program whose gateway signs in as it must keep the group.
 */
export class GatewayIdentity extends pulumi.ComponentResource {
  /** What the gateway signs in with. */
  readonly access: EntraAccess;
  /** Must exist before the gateway signs in. */
  readonly credentials: readonly pulumi.Resource[];

  readonly #name: string;
  readonly #principalId: pulumi.Output<string>;

  constructor(name: string, args: GatewayIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:GatewayIdentity', name, {}, opts);
    this.#name = name;
    const { issuerHost, otherIssuers = [], resourceGroup } = args;
    const place = placeName(name, resourceGroup);
    const resourceGroupName = resourceGroup ?? this.#createGroup(place, args);
    // Azure Native would replace everything when the group is written in other letters.
    const ignoreChanges = resourceGroup === undefined ? [] : ['resourceGroupName'];
    const identity = new UserAssignedIdentity(
      `${place}-gateway`,
      { resourceGroupName, location: args.location, tags: { ...args.tags } },
      { parent: this, ignoreChanges: ['location', ...ignoreChanges] },
    );
    this.#principalId = identity.principalId;
    const scope = { name: place, parent: this, identityName: identity.name };
    this.credentials = createCredentials({ ...scope, resourceGroupName, ignoreChanges }, [
      issuerHost,
      ...otherIssuers,
    ]);
    const keys = args.signingKeys.map((generation) => createSigningKey(name, generation, this));
    this.access = toAccess(identity, issuerOf(issuerHost), keys);
    this.registerOutputs({});
  }

  /** Lets the identity use an account. The result must exist before the gateway uses it. */
  grant(
    account: GrantedAccount,
    grantee: Pick<Grantee, 'subscriptionId' | 'accountData'>,
  ): readonly pulumi.Resource[] {
    const { name } = account;
    return assignRoles(
      { ...account, name: `${this.#name}-${name}` },
      { ...grantee, principalId: this.#principalId, parent: this },
    );
  }

  /** It stays in its location like the identity. */
  #createGroup(place: string, { location, tags }: GatewayIdentityArgs): pulumi.Output<string> {
    const group = new ResourceGroup(
      `${place}-group`,
      { location, tags: { ...tags } },
      { parent: this, ignoreChanges: ['location'] },
    );
    return group.name;
  }
}

function placeName(component: string, resourceGroup: string | undefined): string {
  return resourceGroup === undefined
    ? component
    : `${component}--rg-${resourceGroupPart(resourceGroup)}`;
}

function toAccess(
  { tenantId, clientId }: UserAssignedIdentity,
  issuer: string,
  keys: readonly SigningKey[],
): EntraAccess {
  const [signing] = keys;
  if (signing === undefined) throw new Error('a gateway needs a key to sign with');
  const published = pulumi.all(keys.map(({ publicKey }) => publicKey));
  const binding = pulumi
    .all([tenantId, clientId, published])
    .apply(([tenant, client, all]): EntraBinding => ({
      tenantId: tenant,
      clientId: client,
      issuer,
      keys: all,
    }));
  return { binding, privateKey: signing.privateKey };
}

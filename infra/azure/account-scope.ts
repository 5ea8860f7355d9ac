// The arguments that all parts of an Azure OpenAI account have in common: what they belong to.
import type * as pulumi from '@pulumi/pulumi';

/** The account that a part belongs to. */
export interface AccountScope {
  /** Prefix of the parts' resource names. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly accountName: pulumi.Input<string>;
}

/** An account of which Pulumi manages parts. */
export interface ManagedScope extends AccountScope {
  /** Deleting it deletes its parts; undefined where Pulumi does not manage the account itself. */
  readonly account: pulumi.Resource | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

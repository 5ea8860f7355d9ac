// The arguments that all parts of an Azure OpenAI account have in common: what they belong to.
import type * as pulumi from '@pulumi/pulumi';

/** The account that a part belongs to. */
export interface AccountScope {
  /** Prefix of the parts' resource names. */
  readonly name: string;
  /** The component of the account and of all its parts. */
  readonly parent: pulumi.Resource;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly accountName: pulumi.Input<string>;
}

/** An account that the stack creates. */
export interface ManagedScope extends AccountScope {
  /** Inputs of every part whose changes Pulumi ignores. */
  readonly ignoreChanges: string[];
  readonly tags: Readonly<Record<string, string>>;
}

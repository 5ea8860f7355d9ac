// Where the parts of an Azure OpenAI account are put. No more than their common arguments.
import type * as pulumi from '@pulumi/pulumi';

/** An account, for what belongs to it. */
export interface AccountPlace {
  /** What the names of the parts begin with. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly accountName: pulumi.Input<string>;
}

/** An account of which Pulumi manages parts. */
export interface ManagedPlace extends AccountPlace {
  /** With which the parts go; undefined where Pulumi does not manage the account itself. */
  readonly account: pulumi.Resource | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

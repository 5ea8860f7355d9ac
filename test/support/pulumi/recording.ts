// The form in which a run of the program is recorded.
import type { WireObject } from './wire.ts';

/** One registered resource, with everything that the engine would use. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's name; empty for the stack. */
  readonly parent: string;
  readonly inputs: WireObject;
  /** Names of the resources that it depends on, sorted. */
  readonly dependencies: readonly string[];
  readonly options: {
    readonly deleteBeforeReplace: boolean;
    /** Name of the resource with which it is deleted; empty for none. */
    readonly deletedWith: string;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    /** Names that the resource had before. */
    readonly aliases: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** Id of the existing resource to take over; empty for none. */
    readonly import: string;
  };
}

/** One function call. */
export interface Invoked {
  readonly token: string;
  readonly args: WireObject;
}

/** Everything that a run of the program has sent. */
export interface Recording {
  readonly resources: Registered[];
  readonly invokes: Invoked[];
  /** By resource name; the stack's outputs are under the stack's name. */
  readonly outputs: Map<string, WireObject>;
  readonly logs: {
    readonly severity: 'debug' | 'info' | 'warning' | 'error';
    readonly message: string;
  }[];
}

/** What is kept from one run to the next: the outputs that providers made up, by URN. */
export type State = Map<string, WireObject>;

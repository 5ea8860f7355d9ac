// The form in which a run of the program is recorded.
import type { WireObject } from './wire.ts';

/** One registered resource, everything that the engine would compare or obey. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's name; empty for the stack. */
  readonly parent: string;
  readonly inputs: WireObject;
  /** Names of the resources it waits for, sorted. */
  readonly dependencies: readonly string[];
  readonly options: {
    readonly deleteBeforeReplace: boolean;
    /** Name of the resource whose end is its end too. */
    readonly deletedWith: string;
    readonly ignoreChanges: readonly string[];
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
  /** By resource name; the stack's own under its name. */
  readonly outputs: Map<string, WireObject>;
  readonly logs: {
    readonly severity: 'debug' | 'info' | 'warning' | 'error';
    readonly message: string;
  }[];
}

/** What outlives a run: the outputs that a provider makes up once, by URN. */
export type State = Map<string, WireObject>;

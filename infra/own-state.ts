// What the stack's state kept from the last `pulumi up`, read through the engine. Use it only for a value
// that no cloud can give at the moment, for keys that users already have, and to see what deployed the stack.
import * as pulumi from '@pulumi/pulumi';
import { toObject } from './to-object.ts';

/** The outputs of a resource in the state, or of the stack. Secret ones are plain here. */
export type StateOutputs = Readonly<Record<string, unknown>>;

/** The running stack's state. Each part is read when it is first needed, and once. */
export interface OwnState {
  /** The stack's outputs; empty before the end of its first `pulumi up`. Cheap. */
  readonly outputs: () => Promise<StateOutputs>;
  /** The outputs of every resource, by URN; empty where the stack has no outputs. */
  readonly resources: () => Promise<ReadonlyMap<string, StateOutputs>>;
}

/** Functions of the engine itself: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go */
const READ_OUTPUTS = 'pulumi:pulumi:readStackOutputs';
const READ_RESOURCES = 'pulumi:pulumi:readStackResourceOutputs';

/** The running stack's state, of which nothing is read yet. */
export function ownState(): OwnState {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
  const outputs = once(async () => {
    const answer = await invoke(READ_OUTPUTS, { name: stack });
    return toObject(answer['outputs']);
  });
  const resources = once(async () => {
    // A stack without any state would crash the engine in the next call, which then leaves its lock behind
    // (`GetStackResourceOutputs` in https://github.com/pulumi/pulumi/blob/master/pkg/backend/backend.go
    // reads the resources of a snapshot that is nil). No function of the engine tells such a stack from one
    // whose first `up` has not ended: neither has outputs. So the resources of the latter are not seen. Its
    // keys are in no output, so no user has one.
    if (Object.keys(await outputs()).length === 0) return new Map<string, StateOutputs>();
    const answer = await invoke(READ_RESOURCES, { stackName: stack });
    return new Map(
      Object.entries(toObject(answer['outputs'])).map(([urn, resource]) => [
        urn,
        toObject(toObject(resource)['outputs']),
      ]),
    );
  });
  return { outputs, resources };
}

/** The types, joined by `$`, and the name in `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export function parseUrn(urn: string): { readonly types: string; readonly name: string } {
  // A name may contain `::`.
  const [, , types = '', ...name] = urn.split('::');
  return { types, name: name.join('::') };
}

/** The state as far as it can be read. */
export interface ReadableState {
  readonly outputs: StateOutputs;
  /** Never rejects. */
  readonly resources: () => Promise<ReadonlyMap<string, StateOutputs>>;
}

/** Reads the outputs. What cannot be read counts as empty, with one warning: some backends do not answer. */
export async function readState(state: OwnState): Promise<ReadableState> {
  const none = new Map<string, StateOutputs>();
  try {
    const outputs = await state.outputs();
    const resources = once(() =>
      state.resources().catch(async (error: unknown) => {
        await warnUnreadable(error);
        return none;
      }),
    );
    return { outputs, resources };
  } catch (error) {
    await warnUnreadable(error);
    return { outputs: {}, resources: () => Promise.resolve(none) };
  }
}

/** @throws the error itself when the engine is ending, because of another error */
async function warnUnreadable(error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.includes('Resource monitor is terminating')) throw error;
  await pulumi.log.warn(
    `The stack's state cannot be read (${reason.replaceAll(/\s+/g, ' ').slice(0, 300)}), so this run is not compared with the last \`up\`. Not checked: the steps of azureAuth, the order of signingKeys, moves of a stack of an earlier version, a users file that is missing, and versions that Azure has upgraded.`,
  );
}

async function invoke(token: string, args: object): Promise<StateOutputs> {
  const answer: unknown = await pulumi.runtime.invoke(token, args, {});
  return toObject(answer);
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}

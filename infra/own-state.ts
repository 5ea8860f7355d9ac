// What the stack's state kept from the last `pulumi up`, read through the engine. Use it only for a value
// that no cloud can give at the moment, and for keys that users already have.
import * as pulumi from '@pulumi/pulumi';
import { toObject } from './to-object.ts';

/** The outputs of a resource in the state. Secret ones are plain here. */
export type StateOutputs = Readonly<Record<string, unknown>>;

/** Functions of the engine itself: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go */
const READ_OUTPUTS = 'pulumi:pulumi:readStackOutputs';
const READ_RESOURCES = 'pulumi:pulumi:readStackResourceOutputs';

/** The outputs of every resource in this stack's state, by URN; empty before the first `pulumi up`. */
export async function readOwnState(): Promise<ReadonlyMap<string, StateOutputs>> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
  // The engine crashes when it is to read the resources of a stack that has no state yet.
  const { outputs } = await invoke(READ_OUTPUTS, { name: stack });
  if (Object.keys(toObject(outputs)).length === 0) return new Map();
  const { outputs: resources } = await invoke(READ_RESOURCES, { stackName: stack });
  return new Map(
    Object.entries(toObject(resources)).map(([urn, resource]) => [
      urn,
      toObject(toObject(resource)['outputs']),
    ]),
  );
}

async function invoke(token: string, args: object): Promise<StateOutputs> {
  const answer: unknown = await pulumi.runtime.invoke(token, args, {});
  return toObject(answer);
}

// What the last `pulumi up` deployed, for values that a cloud cannot give at the moment. The state is read
// when the first of them is needed, and once.
import type { StateOutputs } from '../own-state.ts';
import { parseUrn } from '../own-state.ts';
import { toObject } from '../to-object.ts';
import { joinPieces } from './binding-text.ts';
import type { BackendBinding } from '../../worker/contract/env.ts';

/** A backend of the Worker as it was uploaded. */
export interface LastBackend {
  readonly endpoint: string;
  /** Secret. */
  readonly key: string;
}

/** The stack's state after the last `pulumi up`. */
export interface LastUp {
  /** The outputs of a resource; undefined if the state has none of this type and name. */
  resource(type: string, name: string): Promise<StateOutputs | undefined>;
  /** What the Worker got for the region of this name. */
  backend(region: string): Promise<LastBackend | undefined>;
}

const WORKER = 'cloudflare:index/workersScript:WorkersScript';

/**
 * The last `pulumi up` of the running stack. A state that cannot be read counts as empty.
 *
 * @param scriptName name of the Worker's resource
 * @param read reads the outputs of every resource in the state, by URN
 */
export function lastUp(
  scriptName: string,
  read: () => Promise<ReadonlyMap<string, StateOutputs>>,
): LastUp {
  let state: Promise<ReadonlyMap<string, StateOutputs>> | undefined;
  const resource = async (type: string, name: string) => {
    state ??= read().catch(() => new Map<string, StateOutputs>());
    for (const [urn, outputs] of await state) {
      const found = parseUrn(urn);
      if (found.types.split('$').at(-1) === type && found.name === name) return outputs;
    }
    return undefined;
  };
  const backend = async (region: string) => {
    const script = await resource(WORKER, scriptName);
    return script === undefined ? undefined : findBackend(texts(script['bindings']), region);
  };
  return { resource, backend };
}

/** Name of each binding that is a text -> the text. */
function texts(bindings: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(bindings)) return new Map();
  return new Map(
    bindings.flatMap((binding: unknown): [string, string][] => {
      const { name, text } = toObject(binding);
      return typeof name === 'string' && typeof text === 'string' ? [[name, text]] : [];
    }),
  );
}

function findBackend(
  bindings: ReadonlyMap<string, string>,
  region: string,
): LastBackend | undefined {
  const backends = parse(joinPieces('BACKENDS', bindings));
  const keys = toObject(parse(joinPieces('BACKEND_KEYS', bindings)));
  if (!Array.isArray(backends)) return undefined;
  const backend = backends
    .map((entry: unknown): Partial<BackendBinding> => toObject(entry))
    .find(({ name }) => name === region);
  const key = keys[region];
  if (typeof backend?.endpoint !== 'string' || typeof key !== 'string') return undefined;
  return { endpoint: backend.endpoint, key };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

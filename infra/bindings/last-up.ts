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
  /** Secret; undefined where the Worker sends tokens. */
  readonly key: string | undefined;
}

/** The stack's state after the last `pulumi up`. */
export interface LastUp {
  /** The outputs of a resource; undefined if the state has none of this type and name. */
  resource(type: string, name: string): Promise<StateOutputs | undefined>;
  /** What the Worker got for the region of this name. */
  backend(region: string): Promise<LastBackend | undefined>;
  /** The names of all regions that the Worker got. */
  regions(): Promise<readonly string[]>;
  /** How the Worker was to sign in to Microsoft Entra; undefined: it was not. */
  entra(): Promise<LastEntra | undefined>;
  /** The version that the stack file said of a deployment; undefined where it is not known. */
  version(region: string, deployment: string): string | undefined;
}

/** The issuer that the Worker was to be, and the names of the keys that it published, the signing one first. */
export interface LastEntra {
  readonly issuer: string;
  readonly kids: readonly string[];
}

const WORKER = 'cloudflare:index/workersScript:WorkersScript';

/**
 * The last `pulumi up` of the running stack.
 *
 * @param scriptName name of the Worker's resource
 * @param read reads the outputs of every resource in the state, by URN; never rejects
 * @param versions `versionKey` -> the version that the stack file said
 */
export function lastUp(
  scriptName: string,
  read: () => Promise<ReadonlyMap<string, StateOutputs>>,
  versions: Readonly<Record<string, string>> = {},
): LastUp {
  let state: Promise<ReadonlyMap<string, StateOutputs>> | undefined;
  const resource = async (type: string, name: string) => {
    state ??= read();
    for (const [urn, outputs] of await state) {
      const found = parseUrn(urn);
      if (found.types.split('$').at(-1) === type && found.name === name) return outputs;
    }
    return undefined;
  };
  const bindings = async () => texts((await resource(WORKER, scriptName))?.['bindings']);
  const backend = async (region: string) => findBackend(await bindings(), region);
  const regions = async () =>
    readBackends(await bindings()).flatMap(({ name }) => (name === undefined ? [] : [name]));
  const entra = async () => readEntra(await bindings());
  const version = (region: string, deployment: string) => versions[versionKey(region, deployment)];
  return { resource, backend, regions, entra, version };
}

/** Tells a deployment from the stack's others. */
export function versionKey(region: string, deployment: string): string {
  return `${region}/${deployment}`;
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
  const backend = readBackends(bindings).find(({ name }) => name === region);
  const key = toObject(parse(joinPieces('BACKEND_KEYS', bindings)))[region];
  if (typeof backend?.endpoint !== 'string') return undefined;
  if (backend.auth === 'entra') return { endpoint: backend.endpoint, key: undefined };
  return typeof key === 'string' ? { endpoint: backend.endpoint, key } : undefined;
}

function readBackends(bindings: ReadonlyMap<string, string>): readonly Partial<BackendBinding>[] {
  const backends = parse(joinPieces('BACKENDS', bindings));
  return Array.isArray(backends) ? backends.map((entry: unknown) => toObject(entry)) : [];
}

function readEntra(bindings: ReadonlyMap<string, string>): LastEntra | undefined {
  const { issuer, keys } = toObject(parse(joinPieces('ENTRA', bindings)));
  if (typeof issuer !== 'string' || !Array.isArray(keys)) return undefined;
  const kids = keys.map((key: unknown) => String(toObject(key)['kid']));
  return { issuer, kids };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

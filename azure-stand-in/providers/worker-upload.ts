// A Worker's upload, and how the provider Cloudflare reads one back.
import type { Properties } from './grpc.ts';

export type Binding = Properties;

/** The `metadata` part of an upload: https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
export function toMetadata(inputs: Properties): Properties {
  const { mainModule, compatibilityDate, compatibilityFlags, bindings, observability } = inputs;
  const { migrations } = inputs;
  const list = (bindings ?? []) as readonly Binding[];
  return toSnake({
    mainModule,
    compatibilityDate,
    compatibilityFlags,
    bindings: list.map(withAlgorithm),
    observability,
    // With every upload: internal/services/workers_script/resource.go (Create and Update).
    ...(migrations !== undefined && { migrations }),
  }) as Properties;
}

/** A key's algorithm is a text of JSON in the resource and an object in the upload. */
function withAlgorithm(binding: Binding): Binding {
  const { algorithm } = binding;
  if (typeof algorithm !== 'string') return binding;
  return { ...binding, algorithm: JSON.parse(algorithm) as unknown };
}

/**
 * Bindings after a refresh. The provider keeps what the state has of every binding that still exists, so a
 * changed value is not seen, and a plain one stays even if it was removed; a removed secret and a new
 * binding are seen: `UpdateSecretTextsFromState` in
 * https://github.com/cloudflare/terraform-provider-cloudflare/blob/main/internal/services/workers_script/custom.go
 */
export function bindingsAfterRefresh(
  state: readonly Binding[],
  remote: readonly Binding[],
): readonly Binding[] {
  const names = new Set(remote.map(({ name }) => name));
  const kept = state.filter(({ name, type }) => names.has(name) || type !== 'secret_text');
  const known = new Set(state.map(({ name }) => name));
  return [...kept, ...remote.filter(({ name }) => !known.has(name))];
}

/** A part of a script's upload or of its multipart answer. */
export interface ScriptPart {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/**
 * The parts of a script's answer. The header `cf-entrypoint` names the main module:
 * https://github.com/cloudflare/terraform-provider-cloudflare/pull/7321
 */
export async function partsOf(
  answer: Response,
): Promise<{ readonly main: string; readonly files: ReadonlyMap<string, string> }> {
  const entry = answer.headers.get('cf-entrypoint');
  // Deprecated because it holds the whole form in memory, which is fine in a server for tests.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const form = await answer.formData();
  const files = new Map<string, string>();
  for (const [name, content] of form) {
    files.set(name, typeof content === 'string' ? content : await content.text());
  }
  const main = (entry === null ? undefined : files.get(entry)) ?? '';
  if (entry !== null) files.delete(entry);
  return { main, files };
}

export function toCamel(value: unknown): unknown {
  return renameKeys(value, (key) =>
    key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function toSnake(value: unknown): unknown {
  return renameKeys(value, (key) =>
    key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]),
  );
}

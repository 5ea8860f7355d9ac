// A Worker as it was uploaded, and what the API answers about it.
import { createHash } from 'node:crypto';
import { toJson, type CloudReply, type CloudRequest, type Json } from '../exchange.ts';
import { completeObservability } from './answers.ts';

/** What a Worker has besides its last upload. */
export interface ObjectState {
  /** Of its last migration; undefined: it never had one. */
  readonly migrationTag?: string | undefined;
  /** Names of its classes of Durable Objects. */
  readonly classes?: readonly string[] | undefined;
}

/** A part of an upload. */
export interface UploadedFile {
  readonly name: string;
  readonly text: string;
  /** Media type of the part, which says what kind of module it is; of the main module: of JavaScript. */
  readonly type?: string;
}

/** A Worker as it was uploaded. */
export interface UploadedWorker extends ObjectState {
  readonly name: string;
  /** The upload's `metadata`. */
  readonly metadata: Json;
  readonly module: UploadedFile;
  /** The other parts of the upload. */
  readonly files?: readonly UploadedFile[] | undefined;
  readonly workersDev: { readonly enabled: boolean; readonly previews_enabled: boolean };
  /** Versions that share the requests; default: one that gets all. An upload is one. */
  readonly versions?: readonly WorkerVersion[];
}

/** As in an answer about deployments. */
export interface WorkerVersion {
  readonly version_id: string;
  readonly percentage: number;
}

export function bindingsOf(metadata: Json): readonly Json[] {
  return (metadata['bindings'] ?? []) as readonly Json[];
}

/** https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
export async function readUpload({
  body,
  headers,
}: CloudRequest): Promise<Pick<UploadedWorker, 'metadata' | 'module' | 'files'>> {
  const upload = new Response(Uint8Array.from(body), { headers });
  // Deprecated because it holds the whole form in memory, which is fine in a server for tests.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const form = await upload.formData();
  const metadata = toJson(JSON.parse(await textOf(form.get('metadata'))));
  const name = String(metadata['main_module']);
  const others = [...form].filter(([part]) => part !== 'metadata' && part !== name);
  const files = others.map(async ([part, content]) => ({
    name: part,
    text: await textOf(content),
    type: content instanceof Blob ? content.type : 'text/plain',
  }));
  return {
    metadata,
    module: { name, text: await textOf(form.get(name)) },
    files: await Promise.all(files),
  };
}

/** Members of bindings that are never answered. */
const SECRET_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  secret_text: ['text'],
  secret_key: ['key_base64', 'key_jwk'],
};

/** Without the texts of secrets. */
export function settingsOf({ name, metadata }: UploadedWorker, mode: 'defaults' | 'echo'): Json {
  const observability = toJson(metadata['observability']);
  return {
    bindings: bindingsOf(metadata).map((binding) => {
      const secret = SECRET_MEMBERS[String(binding['type'])] ?? [];
      const shown = Object.fromEntries(
        Object.entries(binding).filter(([key]) => !secret.includes(key)),
      );
      if (binding['type'] !== 'durable_object_namespace') return shown;
      const { script_name: script = name, class_name: className } = binding;
      return { ...shown, namespace_id: namespaceId(String(script), String(className)) };
    }),
    compatibility_date: metadata['compatibility_date'],
    compatibility_flags: metadata['compatibility_flags'] ?? [],
    logpush: metadata['logpush'] ?? false,
    tail_consumers: metadata['tail_consumers'] ?? null,
    usage_model: 'standard',
    observability: mode === 'defaults' ? completeObservability(observability) : observability,
  };
}

/** The id of a class's objects, which the API answers with a binding. */
function namespaceId(scriptName: string, className: string): string {
  return hashOf(`${scriptName}/${className}`).slice(0, 32);
}

/**
 * A Worker of modules is answered as a form. Which part is the main module is in a header:
 * https://github.com/cloudflare/terraform-provider-cloudflare/pull/7321
 */
export function moduleAnswer({ module, files = [] }: UploadedWorker): CloudReply {
  const boundary = hashOf(module.text).slice(0, 40);
  const all = [{ type: 'application/javascript+module', ...module }, ...files];
  // The order of the parts means nothing.
  const parts = all
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(
      ({ name, type, text }) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`,
    );
  return {
    status: 200,
    headers: { 'cf-entrypoint': module.name },
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
}

/**
 * The last deployment alone, which serves.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/deployments/
 */
export function deploymentsOf({ name, module, versions }: UploadedWorker): Json {
  const id = uuidOf(`${name} ${module.text}`);
  return {
    deployments: [
      {
        id: uuidOf(`deployment of ${id}`),
        source: 'api',
        strategy: 'percentage',
        created_on: '2026-11-26T12:00:00.000000Z',
        versions: versions ?? [{ version_id: id, percentage: 100 }],
      },
    ],
  };
}

/** A UUID that follows from a text. */
function uuidOf(text: string): string {
  const [a, b, c, d, e] = [0, 8, 12, 16, 20, 32].map((from, index, all) =>
    hashOf(text).slice(from, all[index + 1]),
  );
  return [a, b, c, d, e].join('-');
}

function textOf(part: string | Blob | null): Promise<string> | string {
  return part instanceof Blob ? part.text() : (part ?? '');
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

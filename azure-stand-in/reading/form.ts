// A multipart/form-data body as fields and files, read by Node's own parser.
import { isObject, type JsonObject } from './json-value.ts';
import type { ReceivedRequest } from './received-request.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** One file of a form. */
export interface FormFile {
  /** The part's name, without `[]`. */
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** A form. */
export interface Form {
  /** All text: `a[]` is a list under `a`, `a[b]` an object under `a`; of other repeated names the last. */
  readonly fields: JsonObject;
  /** In the order of the form. */
  readonly files: readonly FormFile[];
}

/**
 * Reads the body when it says that it is a form.
 *
 * @returns undefined when it is something else
 */
export async function readForm(request: ReceivedRequest): Promise<Form | Refusal | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) return undefined;
  const body = new Response(Uint8Array.from(request.body), { headers: { 'content-type': type } });
  // Deprecated because it holds the whole form in memory, which is fine in a server for tests.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const data = await body.formData().catch(() => undefined);
  if (data === undefined) return invalidRequest('Could not parse multipart form', null);
  const fields = new Map<string, unknown>();
  const files: FormFile[] = [];
  for (const [name, value] of data) {
    if (typeof value === 'string') addField(fields, name, value);
    else {
      const bytes = Buffer.from(await value.arrayBuffer());
      files.push({ field: name.replace(/\[\]$/, ''), name: value.name, type: value.type, bytes });
    }
  }
  return { fields: Object.fromEntries(fields), files };
}

/**
 * The fields with those that are named turned into what a JSON body would hold.
 *
 * @param names fields that are numbers or booleans, separated by spaces
 */
export function withScalars(fields: JsonObject, names: string): JsonObject {
  const scalars = new Set(names.split(' '));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      scalars.has(name) && typeof value === 'string' ? toScalar(value) : value,
    ]),
  );
}

function addField(fields: Map<string, unknown>, name: string, value: string): void {
  const [, base = name, key] = /^(.+?)\[([^\]]*)\]$/.exec(name) ?? [];
  const earlier = fields.get(base);
  if (key === undefined) fields.set(base, value);
  else if (key === '') {
    const list: readonly unknown[] = Array.isArray(earlier) ? earlier : [];
    fields.set(base, [...list, value]);
  } else fields.set(base, { ...(isObject(earlier) ? earlier : {}), [key]: value });
}

function toScalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

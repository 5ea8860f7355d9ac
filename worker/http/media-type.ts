// Content types: of the bodies that are read, and of Azure's answers.

export const JSON_TYPE = 'application/json';

/** Bodies that the gateway reads. */
export type BodyKind = 'json' | 'form' | 'sdp';

export const MEDIA_TYPES: Readonly<Record<BodyKind, string>> = {
  json: JSON_TYPE,
  form: 'multipart/form-data',
  sdp: 'application/sdp',
};

/**
 * The kind of body that a Content-Type announces, if it is one of `kinds`. A missing Content-Type
 * means JSON.
 */
export function bodyKind(
  contentType: string | null,
  kinds: readonly BodyKind[],
): BodyKind | undefined {
  const [given = ''] = (contentType ?? JSON_TYPE).split(';');
  // https://www.rfc-editor.org/rfc/rfc6839#section-3.1
  const type = given
    .trim()
    .toLowerCase()
    .replace(/^application\/[\w.-]+\+json$/, JSON_TYPE);
  return kinds.find((kind) => MEDIA_TYPES[kind] === type);
}

/** Whether a Content-Type names no charset but UTF-8, or ASCII, which is part of it. */
export function isUtf8(contentType: string | null): boolean {
  if (contentType?.includes(';') !== true) return true;
  const charsets = contentType.matchAll(/;\s*charset\s*\*?=\s*"?([^\s;"]*)/gi);
  return [...charsets].every(([, name = '']) => /^(utf-?8|us-ascii)$/i.test(name));
}

/** Whether an answer is a stream of server-sent events. */
export function isEventStream(
  answer: Response,
): answer is Response & { readonly body: ReadableStream<Uint8Array> } {
  return answer.body !== null && isOfType('text/event-stream', answer.headers);
}

export function isJson({ headers }: Response): boolean {
  return isOfType(JSON_TYPE, headers);
}

function isOfType(type: string, headers: Headers): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith(type) === true;
}

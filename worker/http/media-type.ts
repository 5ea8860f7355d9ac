// Content types: of the bodies that are read, and of Azure's answers.

import { typeParameters } from './header-parameters.ts';

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

/** UTF-8, and ASCII, which is part of it. */
const UTF8 = /^(utf-?8|us-ascii)$/i;

/** Apache's HttpClient announces ISO-8859-1 for forms, whose deciding fields are ASCII. */
const FORM_CHARSET = /^(utf-?8|us-ascii|iso-8859-1|windows-1252)$/i;

/** Whether a body says nothing else to a parser that reads it in the charset of its Content-Type. */
export function isReadable(contentType: string | null, kind: BodyKind): boolean {
  if (contentType?.includes(';') !== true) return true;
  const charset = kind === 'form' ? FORM_CHARSET : UTF8;
  const parameters = typeParameters(contentType);
  if (parameters === undefined) return !/charset/i.test(contentType);
  return parameters.every(
    ({ key, value }) => !key.startsWith('charset') || (key === 'charset' && charset.test(value)),
  );
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

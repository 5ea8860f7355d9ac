// Multipart/form-data as bytes: where each field stands, and changing one without touching the
// others. The form goes on with the bytes and the boundary it came with.
// https://www.rfc-editor.org/rfc/rfc7578

import { CR, DASH, LF, LINE_END_BYTES, SPACE, TAB } from '../formats/ascii.ts';
import { searchFor } from '../formats/byte-search.ts';
import { decode, encode } from '../formats/bytes.ts';
import type { GatewayError } from '../contract/errors.ts';
import { MAX_BOUNDARY_LENGTH, MAX_FIELD_HEADER_BYTES, MAX_FIELDS } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';

const LINE_END = '\r\n';
const BLANK_LINE = '\r\n\r\n';

/** A field, and where it stands in the bytes. */
export interface FormField {
  readonly name: string;
  /** Of its delimiter. */
  readonly start: number;
  readonly valueStart: number;
  /** Before the line end that belongs to the next delimiter. */
  readonly valueEnd: number;
}

export interface Form {
  readonly bytes: Uint8Array;
  readonly boundary: string;
  readonly fields: readonly FormField[];
}

/** Finds the fields of a whole form. Says which of the ways in which a form can be broken it is. */
export function parseForm(bytes: Uint8Array, contentType: string): Result<Form, GatewayError> {
  const boundary = readBoundary(contentType);
  if (!boundary)
    return broken(`its Content-Type needs a boundary of up to ${MAX_BOUNDARY_LENGTH} characters`);

  const next = delimiterFinder(bytes, boundary);
  const fields: FormField[] = [];
  let at = next(0);
  if (!at) return broken('the boundary in its Content-Type is not in it');
  while (at.end !== undefined) {
    const { start, end } = at;
    const blankLine = findBlankLine(bytes, end);
    const valueStart = blankLine + 2 * LINE_END_BYTES;
    if (fields.length === MAX_FIELDS || blankLine - end > MAX_FIELD_HEADER_BYTES) {
      return broken('it has too many fields or headers');
    }
    // From the headers on: a delimiter inside them would be a field of its own to other parsers.
    at = next(end);
    if (!at || blankLine === -1) return broken('it ends before its closing boundary');
    const valueEnd = at.start - LINE_END_BYTES;
    const name = valueEnd < valueStart ? undefined : readName(bytes.subarray(end, blankLine));
    if (name === undefined) return broken('a field has no name');
    fields.push({ name, start, valueStart, valueEnd });
  }
  return ok({ bytes, boundary, fields });
}

function broken(reason: string, field?: string): Result<never, GatewayError> {
  return err({ kind: 'invalid_form', reason, field });
}

/** The text of the field of that name; undefined where there is none, an error where there are more. */
export function fieldText(form: Form, name: string): Result<string | undefined, GatewayError> {
  const [field, second] = form.fields.filter((candidate) => candidate.name === name);
  if (second) return broken(`it has the field \`${name}\` more than once`, name);
  return ok(field && decode(form.bytes.subarray(field.valueStart, field.valueEnd)));
}

/**
 * The form's bytes, in pieces, with some fields' values replaced, or the fields removed
 * (`undefined`). A field to be set that is not there becomes the first.
 */
export function editForm(
  { bytes, boundary, fields }: Form,
  edits: ReadonlyMap<string, string | undefined>,
): readonly Uint8Array[] {
  let copied = fields[0]?.start ?? 0;
  const pieces = [bytes.subarray(0, copied)];
  for (const [name, value] of edits) {
    if (value === undefined || fields.some((field) => field.name === name)) continue;
    const headers = `Content-Disposition: form-data; name="${name}"`;
    pieces.push(encode([`--${boundary}`, headers, '', value, ''].join(LINE_END)));
  }
  for (const { name, start, valueStart, valueEnd } of fields) {
    if (!edits.has(name)) continue;
    const value = edits.get(name);
    if (value === undefined) {
      pieces.push(bytes.subarray(copied, start));
      copied = valueEnd + LINE_END_BYTES;
    } else {
      pieces.push(bytes.subarray(copied, valueStart), encode(value));
      copied = valueEnd;
    }
  }
  return [...pieces, bytes.subarray(copied)];
}

interface Delimiter {
  readonly start: number;
  /** After its line end; the closing one has none. */
  readonly end?: number;
}

/** Gives the next delimiter line that begins at or after an index. */
function delimiterFinder(bytes: Uint8Array, boundary: string) {
  const delimiter = encode(`--${boundary}`);
  const search = searchFor(delimiter);
  const isLineEnd = (at: number) => bytes[at] === CR && bytes[at + 1] === LF;
  return (from: number): Delimiter | undefined => {
    for (let start = search(bytes, from); start !== -1; start = search(bytes, start + 1)) {
      if (start > 0 && !isLineEnd(start - LINE_END_BYTES)) continue;
      let end = start + delimiter.length;
      if (bytes[end] === DASH && bytes[end + 1] === DASH) return { start };
      while (bytes[end] === SPACE || bytes[end] === TAB) end++;
      if (isLineEnd(end)) return { start, end: end + LINE_END_BYTES };
    }
    return undefined;
  };
}

function readBoundary(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  return boundary && boundary.length <= MAX_BOUNDARY_LENGTH ? boundary : undefined;
}

/** `name` of `Content-Disposition: form-data; name="…"`, and not the one inside a file's name. */
function readName(header: Uint8Array): string | undefined {
  const lines = decode(header).split(LINE_END);
  const disposition = lines.find((line) => /^content-disposition\s*:/i.test(line));
  const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;
  for (const [, key, quoted, bare] of (disposition ?? '').matchAll(parameter)) {
    if (key?.toLowerCase() === 'name') return quoted ?? bare;
  }
  return undefined;
}

/** Ends a field's headers. */
const findBlankLine = searchFor(encode(BLANK_LINE));

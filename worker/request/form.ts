// Multipart/form-data as bytes: where each field is, and changing one without touching the others.
// The form is forwarded with its original bytes and boundary.
// https://www.rfc-editor.org/rfc/rfc7578

import { RequestFailure, type FormFault } from '../contract/failure.ts';
import { MAX_BOUNDARY_LENGTH, MAX_FIELD_HEADER_BYTES, MAX_FIELDS } from '../contract/limits.ts';
import { CR, DASH, LF, LINE_END_BYTES, SPACE, TAB } from '../formats/ascii.ts';
import { searchFor } from '../formats/byte-search.ts';
import { decode, encode } from '../formats/bytes.ts';

const LINE_END = '\r\n';
const BLANK_LINE = '\r\n\r\n';

/** A field, and where it is in the bytes. */
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

/**
 * Finds the fields of a whole form.
 *
 * @throws RequestFailure that says in which way the form is broken
 */
export function parseForm(bytes: Uint8Array, contentType: string): Form {
  const boundary = readBoundary(contentType);
  if (boundary === undefined) throw broken('no_boundary');
  const next = delimiterFinder(bytes, boundary);
  const fields: FormField[] = [];
  let delimiter = next(0);
  if (delimiter === undefined) throw broken('boundary_not_found');
  while (delimiter.end !== undefined) {
    if (fields.length === MAX_FIELDS) throw broken('too_many_fields');
    const { start, end } = delimiter;
    const blankLine = findBlankLine(bytes, end);
    if (blankLine - end > MAX_FIELD_HEADER_BYTES) throw broken('headers_too_long');
    // From the headers on: a delimiter inside them would be a field of its own to other parsers.
    delimiter = next(end);
    if (delimiter === undefined || blankLine === -1) throw broken('cut_short');
    const valueStart = blankLine + 2 * LINE_END_BYTES;
    const valueEnd = delimiter.start - LINE_END_BYTES;
    const name = valueEnd < valueStart ? undefined : readName(bytes.subarray(end, blankLine));
    if (name === undefined) throw broken('field_without_name');
    fields.push({ name, start, valueStart, valueEnd });
  }
  return { bytes, boundary, fields };
}

function broken(fault: FormFault): RequestFailure {
  return new RequestFailure({ kind: 'invalid_form', fault });
}

/**
 * The text of the field of that name; undefined where there is none.
 *
 * @throws RequestFailure where there are several
 */
export function fieldText(form: Form, name: string): string | undefined {
  const [field, second] = form.fields.filter((candidate) => candidate.name === name);
  if (second !== undefined) throw new RequestFailure({ kind: 'repeated_form_field', field: name });
  return field && decode(form.bytes.subarray(field.valueStart, field.valueEnd));
}

/**
 * The form's bytes, in pieces, with some fields removed and others set. A field to be set that is
 * not there becomes the first.
 *
 * @param set values by name
 * @param removed names
 */
export function editForm(
  { bytes, boundary, fields }: Form,
  set: ReadonlyMap<string, string>,
  removed: readonly string[],
): readonly Uint8Array[] {
  let copied = fields[0]?.start ?? 0;
  const pieces = [bytes.subarray(0, copied)];
  for (const [name, value] of set) {
    if (fields.some((field) => field.name === name)) continue;
    const headers = `Content-Disposition: form-data; name="${name}"`;
    pieces.push(encode([`--${boundary}`, headers, '', value, ''].join(LINE_END)));
  }
  for (const { name, start, valueStart, valueEnd } of fields) {
    const value = set.get(name);
    if (value !== undefined) {
      pieces.push(bytes.subarray(copied, valueStart), encode(value));
      copied = valueEnd;
    } else if (removed.includes(name)) {
      pieces.push(bytes.subarray(copied, start));
      copied = valueEnd + LINE_END_BYTES;
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
  const isShort = boundary !== undefined && boundary.length <= MAX_BOUNDARY_LENGTH;
  return isShort ? boundary : undefined;
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

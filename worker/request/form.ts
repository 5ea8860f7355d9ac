// Multipart/form-data as bytes: where each field is, and changing one without touching the others.
// The form is forwarded with its original bytes and boundary.
// https://www.rfc-editor.org/rfc/rfc7578

import { RequestFailure, type FormFault } from '../contract/failure.ts';
import {
  MAX_BOUNDARY_LENGTH,
  MAX_FIELD_HEADER_BYTES,
  MAX_FIELD_TEXT_BYTES,
  MAX_FIELDS,
} from '../contract/limits.ts';
import { CR, DASH, LF, LINE_END_BYTES, SPACE, TAB } from '../formats/ascii.ts';
import { searchFor } from '../formats/byte-search.ts';
import { decode, encode } from '../formats/bytes.ts';
import { typeParameters } from '../http/header-parameters.ts';
import { readFieldName } from './field-name.ts';

const LINE_END = '\r\n';
const BLANK_LINE = '\r\n\r\n';

/** Two before the boundary, two after it. */
const CLOSING_DASHES = 4;

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
  if (!isBlank(bytes, 0, delimiter.start)) throw broken('ambiguous_boundary');
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
    const name = valueEnd < valueStart ? undefined : readFieldName(bytes.subarray(end, blankLine));
    if (name === undefined) throw broken('field_without_name');
    fields.push({ name, start, valueStart, valueEnd });
  }
  const closing = delimiter.start + boundary.length + CLOSING_DASHES;
  if (!isBlank(bytes, closing, bytes.length)) throw broken('ambiguous_boundary');
  return { bytes, boundary, fields };
}

function broken(fault: FormFault): RequestFailure {
  return new RequestFailure({ kind: 'invalid_form', fault });
}

/**
 * The text of the field of that name; undefined where there is none, or a long one.
 *
 * @throws RequestFailure where there are several
 */
export function fieldText(form: Form, name: string): string | undefined {
  const value = fieldValue(form, name);
  return value === undefined || value.length > MAX_FIELD_TEXT_BYTES ? undefined : decode(value);
}

/** The bytes of the only field of a name. */
export function fieldValue(form: Form, name: string): Uint8Array | undefined {
  const [field, second] = form.fields.filter((candidate) => candidate.name === name);
  if (second !== undefined) throw new RequestFailure({ kind: 'repeated_form_field', field: name });
  return field && form.bytes.subarray(field.valueStart, field.valueEnd);
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
  set: ReadonlyMap<string, Uint8Array>,
  removed: readonly string[],
): readonly Uint8Array[] {
  let copied = fields[0]?.start ?? 0;
  const pieces = [bytes.subarray(0, copied)];
  for (const [name, value] of set) {
    if (fields.some((field) => field.name === name)) continue;
    const headers = `Content-Disposition: form-data; name="${name}"`;
    const head = [`--${boundary}`, headers, '', ''].join(LINE_END);
    pieces.push(encode(head), value, encode(LINE_END));
  }
  for (const { name, start, valueStart, valueEnd } of fields) {
    const value = set.get(name);
    if (value !== undefined) {
      pieces.push(bytes.subarray(copied, valueStart), value);
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
  return (from: number): Delimiter | undefined => {
    let start = search(bytes, from);
    // In the middle of a line it is not a delimiter, and the next one begins on a later line.
    while (start > 0 && bytes[start - 1] !== LF) {
      const lineEnd = bytes.indexOf(LF, start);
      start = lineEnd === -1 ? -1 : search(bytes, lineEnd);
    }
    if (start === -1) return undefined;
    if (start > 0 && bytes[start - LINE_END_BYTES] !== CR) throw broken('ambiguous_boundary');
    let end = start + delimiter.length;
    if (bytes[end] === DASH && bytes[end + 1] === DASH) return { start };
    while (bytes[end] === SPACE || bytes[end] === TAB) end++;
    if (bytes[end] === CR && bytes[end + 1] === LF) return { start, end: end + LINE_END_BYTES };
    throw broken('ambiguous_boundary');
  };
}

/** Whether there is nothing but white space in a range. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((byte) => byte <= SPACE);
}

function readBoundary(contentType: string): string | undefined {
  const parameters = typeParameters(contentType) ?? [];
  const [given, other] = parameters.filter(({ key }) => key.startsWith('boundary'));
  if (given?.key !== 'boundary' || other !== undefined) return undefined;
  const { value } = given;
  const isPlain = value.length > 0 && value.length <= MAX_BOUNDARY_LENGTH && !value.includes('\\');
  return isPlain ? value : undefined;
}

/** Ends a field's headers. */
const findBlankLine = searchFor(encode(BLANK_LINE));

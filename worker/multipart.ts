// Owns: multipart/form-data as bytes: where each field stands, and changing one without touching the
// others. The form goes on with the bytes and the boundary it came with.
// https://www.rfc-editor.org/rfc/rfc7578

import { decode, encode } from './bytes.ts';
import type { FormFault, GatewayError } from './errors.ts';
import { err, ok, type Result } from './result.ts';

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1; a longer one would also be slow to find. */
const MAX_BOUNDARY_LENGTH = 70;
/** Forms of the API have a handful of fields, and a field some hundred bytes of headers. */
const MAX_FIELDS = 1000;
const MAX_FIELD_HEADER_BYTES = 16 * 1024;

/** A field, and where it stands in the bytes. */
export interface FormField {
  readonly name: string;
  /** Of its delimiter, the line end in front included. */
  readonly start: number;
  readonly valueStart: number;
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
  if (boundary === undefined) return broken('no_boundary');

  const delimiter = encode(`--${boundary}`);
  const fields: FormField[] = [];
  const search = searchFor(delimiter, bytes);
  const next = (from: number) => nextDelimiter(bytes, delimiter.length, search, from);
  let at = next(0);
  if (at === undefined) return broken('boundary_not_found');
  while (!at.closing) {
    const { start, end } = at;
    const headerEnd = findHeaderEnd(bytes, end);
    if (fields.length === MAX_FIELDS || headerEnd - end > MAX_FIELD_HEADER_BYTES) {
      return broken('too_much');
    }
    // From the headers on: a delimiter inside them would be a field of its own to other parsers.
    at = next(end);
    if (at === undefined || headerEnd === -1) return broken('cut_short');
    const name = at.start < headerEnd ? undefined : readName(bytes.subarray(end, headerEnd));
    if (name === undefined) return broken('field_without_name');
    fields.push({ name, start, valueStart: headerEnd, valueEnd: at.start });
  }
  return ok({ bytes, boundary, fields });
}

function broken(reason: FormFault): Result<never, GatewayError> {
  return err({ kind: 'invalid_form', reason });
}

/** The text of the field of that name; undefined where there is none, an error where there are more. */
export function fieldText(form: Form, name: string): Result<string | undefined, GatewayError> {
  const [field, second] = form.fields.filter((candidate) => candidate.name === name);
  if (second !== undefined)
    return err({ kind: 'invalid_form', reason: 'repeated_field', field: name });
  if (field === undefined) return ok(undefined);
  return ok(decode(form.bytes.subarray(field.valueStart, field.valueEnd)));
}

/**
 * The form's bytes, in pieces, with some fields' values replaced, or the fields removed
 * (`undefined`). A field to be set that is not there becomes the first.
 */
export function editForm(
  form: Form,
  edits: ReadonlyMap<string, string | undefined>,
): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const present = new Set(form.fields.map(({ name }) => name));
  const start = form.fields[0]?.start ?? 0;
  pieces.push(form.bytes.subarray(0, start));
  for (const [name, value] of edits) {
    if (value === undefined || present.has(name)) continue;
    const field = `--${form.boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
    pieces.push(encode(start === 0 ? `${field}\r\n` : `\r\n${field}`));
  }
  let copied = start;
  for (const [index, field] of form.fields.entries()) {
    if (!edits.has(field.name)) continue;
    const value = edits.get(field.name);
    if (value === undefined) {
      // The first delimiter has no line end in front, and what follows it must have none either.
      const end = field.valueEnd + (index === 0 && field.start === 0 ? 2 : 0);
      pieces.push(form.bytes.subarray(copied, field.start));
      copied = end;
    } else {
      pieces.push(form.bytes.subarray(copied, field.valueStart), encode(value));
      copied = field.valueEnd;
    }
  }
  return [...pieces, form.bytes.subarray(copied)];
}

interface Delimiter {
  readonly start: number;
  /** After its line end. */
  readonly end: number;
  readonly closing: boolean;
}

/** The next delimiter line that begins at or after `from`. */
function nextDelimiter(
  bytes: Uint8Array,
  length: number,
  search: Search,
  from: number,
): Delimiter | undefined {
  for (let found = search(from); found !== -1; found = search(found + 1)) {
    const lineStart = found === 0 || (bytes[found - 2] === CR && bytes[found - 1] === LF);
    if (!lineStart) continue;
    const start = found === 0 ? 0 : found - 2;
    let end = found + length;
    if (bytes[end] === DASH && bytes[end + 1] === DASH)
      return { start, end: end + 2, closing: true };
    while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
    if (bytes[end] === CR && bytes[end + 1] === LF) return { start, end: end + 2, closing: false };
  }
  return undefined;
}

/** The index after the blank line that ends a field's headers, or -1. */
function findHeaderEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at + 4;
  }
  return -1;
}

function readBoundary(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  return boundary !== undefined && boundary.length <= MAX_BOUNDARY_LENGTH ? boundary : undefined;
}

/** `name` of `Content-Disposition: form-data; name="…"`, and not the one inside a file's name. */
function readName(header: Uint8Array): string | undefined {
  const lines = decode(header).split('\r\n');
  const disposition = lines.find((line) => /^content-disposition\s*:/i.test(line));
  const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;
  for (const [, key, quoted, bare] of (disposition ?? '').matchAll(parameter)) {
    if (key?.toLowerCase() === 'name') return quoted ?? bare;
  }
  return undefined;
}

/** Gives the first occurrence of a pattern at or after an index, or -1. */
type Search = (from: number) => number;

/**
 * Boyer-Moore-Horspool: on ordinary content it steps over a whole delimiter at a time.
 */
function searchFor(pattern: Uint8Array, bytes: Uint8Array): Search {
  const skip = new Uint16Array(256).fill(pattern.length);
  const last = pattern.length - 1;
  for (let index = 0; index < last; index++) skip[pattern[index] ?? 0] = last - index;
  return (from) => {
    let at = from;
    while (at + last < bytes.length) {
      const tail = bytes[at + last] ?? 0;
      if (tail === pattern[last]) {
        let index = last - 1;
        while (index >= 0 && bytes[at + index] === pattern[index]) index--;
        if (index < 0) return at;
      }
      at += skip[tail] ?? 1;
    }
    return -1;
  };
}

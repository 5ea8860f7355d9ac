import { Buffer } from 'node:buffer';

/** A part of a form. */
export interface Part {
  /** Its `name`; empty where it has none. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * The parts of a multipart/form-data body, byte for byte. https://www.rfc-editor.org/rfc/rfc7578
 *
 * @returns undefined where the media type has no boundary
 */
export function formParts(contentType: string, body: Uint8Array): readonly Part[] | undefined {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  // A line end in front makes the first boundary like the others.
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
  const mark = `\r\n--${boundary}`;
  const parts: Part[] = [];
  let start = bytes.indexOf(mark);
  for (;;) {
    const end = start === -1 ? -1 : bytes.indexOf(mark, start + mark.length);
    if (end === -1) return parts;
    parts.push(toPart(bytes.subarray(start + mark.length, end)));
    start = end;
  }
}

/** Lines of headers, an empty line, the content. */
function toPart(bytes: Buffer): Part {
  const blank = bytes.indexOf('\r\n\r\n');
  const headers = bytes.toString('utf8', 0, blank === -1 ? bytes.length : blank);
  const [, name = ''] = /^content-disposition:.*;\s*name="([^"]*)"/im.exec(headers) ?? [];
  return { name, content: blank === -1 ? Buffer.alloc(0) : bytes.subarray(blank + 4) };
}

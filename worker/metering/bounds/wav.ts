// How long a WAV file plays: its header says it, and a decoder goes by the header.
// https://www.iana.org/assignments/wave-avi-codec-registry, RFC 2361

import { decode } from '../../formats/bytes.ts';
import { fieldValue, type Form } from '../../request/form.ts';

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Of the bytes per second, in the chunk `fmt `. */
const BYTE_RATE_OFFSET = 8;

/** The file of a form; empty where there is none. */
export function fileOf(form: Form): Uint8Array {
  return fieldValue(form, 'file') ?? new Uint8Array();
}

/** Its length in whole seconds, rounded up; undefined for another format. */
export function wavSeconds(file: Uint8Array): number | undefined {
  if (nameAt(file, 0) !== 'RIFF' || nameAt(file, 8) !== 'WAVE') return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES + BYTE_RATE_OFFSET + 4 <= file.length) {
    const size = view.getUint32(at + 4, true);
    if (nameAt(file, at) === 'fmt ') {
      const bytesPerSecond = view.getUint32(at + CHUNK_HEADER_BYTES + BYTE_RATE_OFFSET, true);
      return bytesPerSecond === 0 ? undefined : Math.ceil(file.length / bytesPerSecond);
    }
    // Chunks begin at even positions.
    at += CHUNK_HEADER_BYTES + size + (size % 2);
  }
  return undefined;
}

function nameAt(file: Uint8Array, at: number): string {
  return decode(file.subarray(at, at + 4));
}

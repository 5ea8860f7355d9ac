// Owns: server-sent events as bytes: where one ends and what its data says.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { decode, encode } from './bytes.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * The index after the first complete event (its blank line included), or -1 where the bytes end
 * before it does. Lines may end in LF, CR or CRLF.
 */
export function eventEnd(bytes: Uint8Array): number {
  let lineIsEmpty = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== LF && byte !== CR) {
      lineIsEmpty = false;
      continue;
    }
    // A CR at the very end may be half of a CRLF: wait for the next byte.
    if (byte === CR && at + 1 === bytes.length) return -1;
    if (byte === CR && bytes[at + 1] === LF) at++;
    if (lineIsEmpty) return at + 1;
    lineIsEmpty = true;
  }
  return -1;
}

/** The data of one event: its `data` lines joined by LF; undefined where it has none. */
export function eventData(event: Uint8Array): string | undefined {
  const lines = decode(event).split(/\r\n|\n|\r/);
  const data = lines
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(line.startsWith('data: ') ? 6 : 5));
  return data.length === 0 ? undefined : data.join('\n');
}

/** One event that carries only data. The blank line in front ends an event that was cut short. */
export function dataEvent(data: string): Uint8Array {
  return encode(`\n\ndata: ${data}\n\n`);
}

/** A comment, which every parser skips. */
export const PING = encode(': ping\n\n');

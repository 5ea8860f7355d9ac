// Server-sent events as bytes: where one ends, and what its data holds.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { CR, LF } from '../formats/ascii.ts';
import { ByteBuffer, concat, decode, encode, type Hold } from '../formats/bytes.ts';
import { MAX_HELD_BYTES } from '../contract/limits.ts';

const NOTHING = new Uint8Array();

export type EventReader = ReturnType<typeof readEvents>;

/**
 * Whole events out of chunks that were cut anywhere. Looks at each byte once and copies it at most a few
 * times, however small the chunks. Lines may end in LF, CR or CRLF.
 *
 * @param hold counts the memory of an event that is not complete; without room for it, it comes in parts
 */
export function readEvents(hold?: Hold) {
  /** What comes before the next byte: part of a line, a line's end, or a CR that may be half of one. */
  const IN_LINE = 0;
  const AFTER_LINE = 1;
  const AFTER_CR = 2;
  /** The CR ended an empty line, and with it the event, unless a LF belongs to it. */
  const AFTER_LAST_CR = 3;

  /** The unfinished event in front of `bytes`. */
  const held = new ByteBuffer(hold);
  let bytes: Uint8Array = NOTHING;
  /** How much of `bytes` was looked at. */
  let at = 0;
  let state = AFTER_LINE;
  /** A part of the event that `bytes` begin with was given already. */
  let isLong = false;

  /** Whether the event ends in `bytes`: before `at`. */
  const findEnd = (): boolean => {
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      const before = state;
      state = AFTER_LINE;
      if (byte === LF) {
        if (before === AFTER_LAST_CR || before === AFTER_LINE) {
          at++;
          return true;
        }
      } else if (before === AFTER_LAST_CR) {
        return true;
      } else if (byte === CR) {
        state = before === IN_LINE ? AFTER_CR : AFTER_LAST_CR;
      } else {
        state = IN_LINE;
      }
    }
    return false;
  };

  /** Gives that many bytes, and continues after them. */
  const take = (length: number): Uint8Array => {
    const fromBytes = length - held.length;
    const front = bytes.subarray(0, fromBytes);
    const taken = held.length > 0 ? concat([held.view(), front]) : front;
    held.clear();
    at = 0;
    bytes = bytes.subarray(fromBytes);
    return taken;
  };

  return {
    /** Takes the next chunk. All events of the one before must have been taken. */
    feed(chunk: Uint8Array): void {
      bytes = chunk;
      at = 0;
    },

    /**
     * The next event with its blank line; undefined where it is not complete yet. An event
     * longer than what may be held comes in parts.
     */
    next(): Uint8Array | undefined {
      const isWhole = findEnd();
      const length = held.length + at;
      if (!isWhole) {
        if (length === 0) return undefined;
        // Copied, because a chunk can be a small view of a large buffer.
        if (!isLong && length <= MAX_HELD_BYTES && held.add(bytes)) {
          bytes = NOTHING;
          at = 0;
          return undefined;
        }
      }
      isLong = !isWhole;
      return take(length);
    },

    /** Takes back the event, or part of one, that was given last, to give it again. */
    putBack(event: Uint8Array): void {
      bytes = concat([event, held.view(), bytes]);
      held.clear();
      at = 0;
      state = AFTER_LINE;
    },

    /** Everything that was not given yet. */
    rest: () => take(held.length + bytes.length),
  };
}

/** The data of one event: its `data` lines joined by LF. */
export function eventData(event: Uint8Array): string {
  return decode(event)
    .split(/\r\n?|\n/)
    .flatMap((line) => /^data: ?(.*)/s.exec(line)?.[1] ?? [])
    .join('\n');
}

/** One event. The blank line in front ends an event that was cut short. */
export function eventOf(data: string, type?: string): Uint8Array {
  return encode(`\n\n${type === undefined ? '' : `event: ${type}\n`}data: ${data}\n\n`);
}

/**
 * An empty line, which every parser skips. Not a comment: Azure's own SDKs for Python and Java cannot read
 * one.
 */
export const PING = encode('\n');

// The `x-ms-pace` request header: how fast an answer is written, and, for load tests, how long
// a generated one is.
import { parseDirective, type Vocabulary } from './directive.ts';

/** The header's items, separated by `;`. Example: `events=300; interval-ms=0; burst=1; size=8`. */
export const PACE_VOCABULARY = {
  events: { takes: 'number', does: 'answer with N generated pieces of text in place of the echo' },
  size: { takes: 'number', does: 'characters in each generated piece (8)' },
  'interval-ms': { takes: 'number', does: 'milliseconds from one write to the next (0)' },
  burst: { takes: 'number', does: 'events in each write (1); 0 means all of them' },
  'longest-ms': { takes: 'number', does: 'the longest time for all writes: they get larger' },
} as const satisfies Vocabulary;

/** Generated answers are kept in memory whole. */
const MAX_CHARACTERS = 10_000_000;

/** How an answer is written. */
export interface Pace {
  /** Generated pieces, or undefined for an answer that echoes the request. */
  readonly events: number | undefined;
  readonly size: number;
  readonly intervalMs: number;
  /** Events in each write; Infinity for all. */
  readonly burst: number;
  /** Milliseconds for a whole answer; Infinity for no limit. */
  readonly longestMs: number;
}

/**
 * Parses the header.
 *
 * @returns the pace, or a sentence that says what is wrong with it
 */
export function parsePace(text: string): Pace | string {
  const parsed = parseDirective(text, PACE_VOCABULARY);
  if (typeof parsed === 'string') return parsed;
  const number = (name: keyof typeof PACE_VOCABULARY): number | undefined =>
    typeof parsed[name] === 'number' ? parsed[name] : undefined;
  const events = number('events');
  const size = number('size') ?? 8;
  if ((events ?? 1) * size > MAX_CHARACTERS) {
    return `'events' times 'size' is more than ${MAX_CHARACTERS} characters.`;
  }
  return {
    events,
    size,
    intervalMs: number('interval-ms') ?? 0,
    burst: number('burst') === 0 ? Infinity : (number('burst') ?? 1),
    longestMs: number('longest-ms') ?? Infinity,
  };
}

/** Events in each write of an answer of so many: enough that all of it takes no longer than it may. */
export function burstFor(events: number, { burst, intervalMs, longestMs }: Pace): number {
  return intervalMs === 0 ? burst : Math.max(burst, Math.ceil((events * intervalMs) / longestMs));
}

/** Pieces of generated text: the piece's number, padded to `size` characters, a space at its end. */
export function generatePieces(events: number, size: number): readonly string[] {
  return Array.from({ length: events }, (_, index) =>
    `${String(index).padStart(size - 1, '0')} `.slice(-size),
  );
}

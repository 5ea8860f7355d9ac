import { expect, test } from 'vitest';
import { streamWay, type StreamWay, type WayFacts } from '../../../worker/stream/choose-mode.ts';

const CHUNKS = ['chat', 'text', 'response', 'other'] as const;
const TYPEWRITERS = ['off', 'events', 'smooth'] as const;
const FLAGS = [false, true];

/** Every combination; the way of each is said by hand below. */
const ALL: readonly WayFacts[] = CHUNKS.flatMap((chunks) =>
  FLAGS.flatMap((asyncFilter) =>
    FLAGS.flatMap((usage) =>
      TYPEWRITERS.map((typewriter) => ({
        chunks,
        asyncFilter,
        usage,
        typewriter,
        watched: false,
      })),
    ),
  ),
);

function name({ chunks, asyncFilter, usage, typewriter }: WayFacts): string {
  return [chunks, asyncFilter && 'filter', usage && 'usage', typewriter]
    .filter((part) => part !== false && part !== 'off')
    .join(' ');
}

const WAYS: Readonly<Record<string, StreamWay>> = {
  chat: 'fast',
  'chat filter': 'inspected',
  'chat usage': 'inspected',
  'chat filter usage': 'inspected',
  'chat events': 'typewriter',
  'chat smooth': 'typewriter',
  'chat filter events': 'typewriter',
  'chat filter smooth': 'typewriter',
  'chat usage events': 'typewriter',
  'chat usage smooth': 'typewriter',
  'chat filter usage events': 'typewriter',
  'chat filter usage smooth': 'typewriter',
  text: 'fast',
  'text filter': 'fast',
  'text usage': 'inspected',
  'text filter usage': 'inspected',
  'text events': 'typewriter',
  'text smooth': 'typewriter',
  'text filter events': 'typewriter',
  'text filter smooth': 'typewriter',
  'text usage events': 'typewriter',
  'text usage smooth': 'typewriter',
  'text filter usage events': 'typewriter',
  'text filter usage smooth': 'typewriter',
  response: 'fast',
  'response filter': 'fast',
  'response usage': 'inspected',
  'response filter usage': 'inspected',
  'response events': 'typewriter',
  'response smooth': 'typewriter',
  'response filter events': 'typewriter',
  'response filter smooth': 'typewriter',
  'response usage events': 'typewriter',
  'response usage smooth': 'typewriter',
  'response filter usage events': 'typewriter',
  'response filter usage smooth': 'typewriter',
  other: 'fast',
  'other filter': 'fast',
  'other usage': 'fast',
  'other filter usage': 'fast',
  'other events': 'fast',
  'other smooth': 'fast',
  'other filter events': 'fast',
  'other filter smooth': 'fast',
  'other usage events': 'fast',
  'other usage smooth': 'fast',
  'other filter usage events': 'fast',
  'other filter usage smooth': 'fast',
};

test.each(ALL.map((facts) => [name(facts), facts] as const))('the way of "%s"', (key, facts) => {
  expect(streamWay(facts)).toBe(WAYS[key]);
});

test('every combination has a way, and no other', () => {
  expect(Object.keys(WAYS).toSorted()).toEqual(ALL.map(name).toSorted());
});

test.each(ALL.map((facts) => [name(facts), facts] as const))(
  '%s, watched for silence, is never piped unread',
  (_, facts) => {
    const way = streamWay(facts);
    expect(streamWay({ ...facts, watched: true })).toBe(way === 'fast' ? 'inspected' : way);
  },
);

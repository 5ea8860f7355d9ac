import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventData, readEvents } from '../../../worker/stream/server-sent-events.ts';

function bytes(text: string) {
  return new TextEncoder().encode(text);
}
function text(given: Uint8Array) {
  return new TextDecoder().decode(given);
}

/** What is given after each chunk, and at the end. */
function split(chunks: readonly Uint8Array[]) {
  const events = readEvents();
  const given = chunks.map((chunk) => {
    events.feed(chunk);
    const complete: Uint8Array[] = [];
    for (let event = events.next(); event !== undefined; event = events.next())
      complete.push(event);
    return complete;
  });
  return { given, rest: events.rest() };
}

test.each([
  ['data: a\n\ndata: b\n\n', ['data: a\n\n', 'data: b\n\n'], ''],
  ['data: a\r\n\r\nrest', ['data: a\r\n\r\n'], 'rest'],
  ['data: a\r\rrest', ['data: a\r\r'], 'rest'],
  ['data: a\n\r\n\n', ['data: a\n\r\n', '\n'], ''],
  ['data: a\r\r\rx', ['data: a\r\r', '\r'], 'x'],
  ['\n\ndata: a', ['\n', '\n'], 'data: a'],
  ['data: a\n', [], 'data: a\n'],
  // Half of a CRLF, perhaps.
  ['data: a\n\r', [], 'data: a\n\r'],
  ['', [], ''],
])('finds the events in %j', (stream, events, rest) => {
  const seen = split([bytes(stream)]);
  expect(seen.given.flat().map(text)).toEqual(events);
  expect(text(seen.rest)).toBe(rest);
});

test.each([
  ['data: {"a":1}\n\n', '{"a":1}'],
  ['event: x\r\ndata:one\r\ndata: two\r\n\r\n', 'one\ntwo'],
  [': comment\n\n', ''],
])('reads the data of %j', (event, data) => {
  expect(eventData(bytes(event))).toBe(data);
});

test('gives the same events wherever the bytes are cut, each as soon as it is there', () => {
  const line = fc.stringMatching(/^[a-z]{1,8}: [^\r\n]{0,20}$/);
  const newline = fc.constantFrom('\n', '\r\n');
  const event = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 3 }), newline)
    .map(([lines, end]) => lines.map((each) => each + end).join('') + end);
  fc.assert(
    fc.property(fc.array(event), fc.array(fc.nat()), (events, cuts) => {
      const stream = bytes(events.join(''));
      const edges = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1))])];
      const sorted = [...edges.toSorted((a, b) => a - b), stream.length];
      const chunks = sorted.slice(1).map((edge, index) => stream.slice(sorted[index], edge));
      const { given, rest } = split(chunks);
      expect(given.flat().map(text)).toEqual(events);
      expect(rest).toHaveLength(0);
      for (const [index] of chunks.entries()) {
        const read = given
          .slice(0, index + 1)
          .flat()
          .map(text)
          .join('');
        const length = bytes(read).length;
        const next = events[given.slice(0, index + 1).flat().length] ?? 'none';
        expect((sorted[index + 1] ?? 0) - length).toBeLessThan(bytes(next).length);
      }
    }),
  );
});

test('an event that is longer than what may be held comes in parts, and nothing is lost', () => {
  const long = `data: ${'x'.repeat(200_000)}\n\n`;
  const stream = bytes(`data: a\n\n${long}data: b\n\n`);
  const chunks = Array.from({ length: Math.ceil(stream.length / 1000) }, (_, index) =>
    stream.slice(index * 1000, (index + 1) * 1000),
  );
  const { given } = split(chunks);
  const all = given.flat();
  expect(all.map(text).join('')).toBe(text(stream));
  expect(text(all[0] ?? new Uint8Array())).toBe('data: a\n\n');
  expect(text(all.at(-1) ?? new Uint8Array())).toBe('data: b\n\n');
  expect(all.length).toBeGreaterThan(3);
});

test('an event that was taken back is given again, in one piece with what follows', () => {
  const events = readEvents();
  events.feed(bytes('data:'));
  expect(events.next()).toBeUndefined();
  events.feed(bytes(' a\n\ndata: b'));
  const event = events.next();
  events.putBack(event ?? new Uint8Array());
  expect(text(events.next() ?? new Uint8Array())).toBe('data: a\n\n');
  events.putBack(event ?? new Uint8Array());
  expect(text(events.rest())).toBe('data: a\n\ndata: b');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventData, eventEnd } from '../../worker/sse.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['data: a\n\ndata: b\n\n', 9],
  ['data: a\r\n\r\nrest', 11],
  ['data: a\r\rrest', 9],
  ['\n\ndata: a', 1],
  ['data: a\n', -1],
  ['data: a\n\r', -1],
  ['data: a', -1],
  ['', -1],
])('finds the end of the first event in %j at %i', (text, end) => {
  expect(eventEnd(bytes(text))).toBe(end);
});

test.each([
  ['data: {"a":1}\n\n', '{"a":1}'],
  ['event: x\r\ndata:one\r\ndata: two\r\n\r\n', 'one\ntwo'],
  [': comment\n\n', undefined],
])('reads the data of %j', (text, data) => {
  expect(eventData(bytes(text))).toBe(data);
});

test('finds the same end however much of the next event has arrived', () => {
  const line = fc.stringMatching(/^[a-z]{1,8}: [^\r\n]{0,20}$/);
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.string(),
      (lines, newline, next) => {
        const event = lines.map((text) => text + newline).join('') + newline;
        const rest = `x${next}`;
        expect(eventEnd(bytes(event + rest))).toBe(bytes(event).length);
        for (let cut = 0; cut < event.length - 1; cut++) {
          expect(eventEnd(bytes(event.slice(0, cut)))).toBe(-1);
        }
      },
    ),
  );
});

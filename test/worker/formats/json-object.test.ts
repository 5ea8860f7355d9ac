// The reader of a request's top level, against `JSON.parse`.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../worker/formats/bytes.ts';
import { readObject, type JsonText } from '../../../worker/formats/json-object.ts';
import { onePiece, piecesOf, type TextPieces } from '../../../worker/formats/text-pieces.ts';

/** A text that comes in pieces of those lengths, the last of them again and again. */
function cut(text: string, lengths: readonly number[]): TextPieces {
  let at = 0;
  let count = 0;
  return {
    next() {
      if (at >= text.length) return undefined;
      const length = lengths[Math.min(count++, lengths.length - 1)] ?? text.length;
      const piece = text.slice(at, at + length);
      at += length;
      return piece;
    },
    whole: () => text,
  };
}

const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });

function valuesOf({ members, get }: JsonText): Record<string, unknown> {
  return Object.fromEntries(members.map(({ key }) => [key, get(key)]));
}

/** Longer than what is parsed at once. */
const LONG = 'word \\" \\\\ "quoted" '.repeat(100);

const jsonObject = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.oneof(fc.jsonValue(), fc.constant(LONG), fc.constant({ messages: [LONG, { LONG }] })),
);

test('reads what JSON.parse reads, however the text is cut', () => {
  const written = fc.tuple(jsonObject, fc.constantFrom(undefined, 1, '\t', '\r\n '));
  fc.assert(
    fc.property(written, lengths, ([value, indent], cuts) => {
      const text = JSON.stringify(value, undefined, indent);
      const expected = JSON.parse(text) as Record<string, unknown>;
      const object = readObject(cut(text, cuts));
      expect(object && valuesOf(object)).toEqual(expected);
      for (const key of Object.keys(expected)) {
        expect(JSON.parse(object?.valueText(key) ?? '')).toEqual(expected[key]);
      }
    }),
  );
});

test('of what is short it takes exactly what JSON.parse takes', () => {
  const snippet = fc.oneof(
    fc.constantFrom('true', 'null', '"a"', '"a":', '{"a":1}'),
    fc.constantFrom(...Array.from('{}[]":,\\ \n1e.tru-\0')),
  );
  const broken = fc.array(snippet, { maxLength: 12 }).map((snippets) => snippets.join(''));
  const nearly = broken.map((text) => `{"a":${text}}`);
  fc.assert(
    fc.property(fc.oneof(broken, nearly), lengths, (text, cuts) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        // It is none.
      }
      const isObject =
        typeof expected === 'object' && expected !== null && !Array.isArray(expected);
      const object = readObject(cut(text, cuts));
      expect(object && valuesOf(object)).toEqual(isObject ? expected : undefined);
    }),
    { numRuns: 20_000 },
  );
});

describe('a long value', () => {
  test('is not parsed before it is asked for, and then it may be no JSON', () => {
    const long = `[${'1,'.repeat(600)}tru]`;
    const object = readObject(onePiece(`{"model":"a","messages":${long},"n":1}`));
    expect(object?.get('model')).toBe('a');
    expect(object?.get('messages')).toBeUndefined();
    expect(object?.has('messages')).toBe(true);
    expect(object?.get('n')).toBe(1);
  });

  test.each([
    ['does not end', `{"a":"${'x'.repeat(2000)}}`],
    ['is not closed', `{"a":[${'1,'.repeat(2000)}1}`],
    ['is followed by another', `{"a":[${'1,'.repeat(2000)}1] 2}`],
  ])('that %s makes the text no object', (_, text) => {
    expect(readObject(onePiece(text))).toBeUndefined();
  });
});

test('the last of two members of one name counts', () => {
  const object = readObject(onePiece('{"a":1,"mod\\u0065l":"x","model":"y"}'));
  expect(object?.get('model')).toBe('y');
  expect(object?.get('constructor')).toBeUndefined();
  expect(object?.has('__proto__')).toBe(false);
});

describe('the bytes of a body', () => {
  const text = JSON.stringify({ model: 'a', messages: ['Grüße, 世界 🌍 '.repeat(9000)], n: 1 });

  test('are read in pieces that cut no character', () => {
    const object = readObject(piecesOf(encode(text)));
    expect(object && valuesOf(object)).toEqual(JSON.parse(text));
    expect(object?.whole()).toBe(text);
  });

  test('may begin with a byte order mark', () => {
    for (const content of [text, '{"model":"a"}']) {
      expect(readObject(piecesOf(encode(`\uFEFF${content}`)))?.get('model')).toBe('a');
    }
  });

  test.each([10, 40_000, 100_000])('that are no UTF-8 at byte %i throw', (at) => {
    const bytes = encode(text);
    bytes[at] = 0xff;
    expect(() => readObject(piecesOf(bytes))).toThrow();
  });

  test('that end amid a character throw', () => {
    expect(() =>
      readObject(piecesOf(encode(`{"a":"${'x'.repeat(40_000)}é`).subarray(0, -1))),
    ).toThrow();
  });
});

test('an object may have as many members as are told, or any number', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, at) => `"${at}":0`).join(',');
  expect(readObject(onePiece(`{${members(1000)}}`), 1000)?.members).toHaveLength(1000);
  expect(readObject(onePiece(`{${members(1001)}}`), 1000)).toBeUndefined();
  expect(readObject(onePiece(`{${members(1001)}}`))?.members).toHaveLength(1001);
});

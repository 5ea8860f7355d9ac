// The reader of a request's top level, against `JSON.parse`.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../worker/formats/bytes.ts';
import { readObject, type JsonText } from '../../../worker/formats/json-object.ts';

function valuesOf({ members, get }: JsonText): Record<string, unknown> {
  return Object.fromEntries(members.map(({ key }) => [key, get(key)]));
}

/** Longer than what is parsed at once. */
const LONG = 'word \\" \\\\ "quoted" '.repeat(100);

const jsonObject = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.oneof(fc.jsonValue(), fc.constant(LONG), fc.constant({ messages: [LONG, { LONG }] })),
);

test('reads what JSON.parse reads', () => {
  const written = fc.tuple(jsonObject, fc.constantFrom(undefined, 1, '\t', '\r\n '));
  fc.assert(
    fc.property(written, ([value, indent]) => {
      const text = JSON.stringify(value, undefined, indent);
      const expected = JSON.parse(text) as Record<string, unknown>;
      const object = readObject(encode(text));
      expect(object && valuesOf(object)).toEqual(expected);
      for (const key of Object.keys(expected)) {
        expect(JSON.parse(decode(object?.valueOf(key) ?? encode('')))).toEqual(expected[key]);
      }
    }),
  );
});

test('takes exactly what JSON.parse takes, but for what is inside of strings', () => {
  const snippet = fc.oneof(
    fc.constantFrom(
      'true',
      'false',
      'null',
      '"a"',
      '"a":',
      '{"a":1}',
      '-1',
      '0',
      '01',
      '1.5',
      'E+2',
      '\\"',
      '\\\\',
    ),
    fc.constantFrom(...Array.from('{}[]":, 1e.tru-')),
  );
  const broken = fc.array(snippet, { maxLength: 12 }).map((snippets) => snippets.join(''));
  const nearly = broken.map((text) => `{"a":${text}}`);
  fc.assert(
    fc.property(fc.oneof(broken, nearly), (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        // It is none.
      }
      const isObject =
        typeof expected === 'object' && expected !== null && !Array.isArray(expected);
      const object = readObject(encode(text));
      expect(object && valuesOf(object)).toEqual(isObject ? expected : undefined);
    }),
    { numRuns: 20_000 },
  );
});

describe('a value that is longer than any that decides something', () => {
  test('is not parsed, and was checked all the same', () => {
    const long = `[${'{},'.repeat(30_000)}0]`;
    const object = readObject(encode(`{"model":"a","temperature":${long},"n":1}`));
    expect([object?.get('temperature'), object?.has('temperature')]).toEqual([undefined, true]);
    expect([object?.get('model'), object?.get('n')]).toEqual(['a', 1]);
  });

  test.each([
    ['does not end', `{"a":"${'x'.repeat(2000)}}`],
    ['is not closed', `{"a":[${'1,'.repeat(2000)}1}`],
    ['is followed by another', `{"a":[${'1,'.repeat(2000)}1] 2}`],
    ['has a word that is not JSON', `{"a":[${'1,'.repeat(2000)}tru]}`],
  ])('that %s makes the text no object', (_, text) => {
    expect(readObject(encode(text))).toBeUndefined();
  });
});

test('the last of two members of one name counts', () => {
  const object = readObject(encode('{"a":1,"mod\\u0065l":"x","model":"y"}'));
  expect(object?.get('model')).toBe('y');
  expect(object?.get('constructor')).toBeUndefined();
  expect(object?.has('__proto__')).toBe(false);
});

test('text outside ASCII is read, after a byte order mark too', () => {
  const text = JSON.stringify({ model: 'a', messages: ['Grüße, 世界 🌍 '.repeat(90)], n: 1 });
  for (const mark of ['', '\uFEFF']) {
    const object = readObject(encode(mark + text));
    expect(object && valuesOf(object)).toEqual(JSON.parse(text));
  }
});

test.each([
  ['UTF-16', (text: string) => encode(text.replaceAll(/./g, '$&\0'))],
  [
    'bytes that are not UTF-8 in a name',
    () => Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
  ],
  ['a NUL behind it', (text: string) => encode(`${text}\0`)],
  ['a second object behind it', (text: string) => encode(text + text)],
])('%s is not an object', (_, made) => {
  expect(readObject(made('{"model":"a"}'))).toBeUndefined();
});

test('an object may have as many members as it says, or any number', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, at) => `"${at}":0`).join(',');
  expect(readObject(encode(`{${members(1000)}}`), { most: 1000 })?.members).toHaveLength(1000);
  expect(readObject(encode(`{${members(1001)}}`), { most: 1000 })).toBeUndefined();
  expect(readObject(encode(`{${members(1001)}}`))?.members).toHaveLength(1001);
});

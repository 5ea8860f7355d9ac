// Keys that are looked for, against a walk over the parsed value.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from '../../../worker/formats/bytes.ts';
import { readObject } from '../../../worker/formats/json-object.ts';
import { KeyWatch } from '../../../worker/formats/watched-keys.ts';

const WATCH = new KeyWatch({
  find: ['model', 'file_id'],
  ignore: ['schema'],
  always: ['source'],
  most: 1000,
});

const key = fc.constantFrom(
  'model',
  'file_id',
  'schema',
  'source',
  'a',
  'Model',
  'long_key_of_no_interest',
);
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('model', '"model":', 1, null, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(key, json, { maxKeys: 5 });

interface Found {
  readonly key: string;
  readonly depth: number;
  readonly member: string;
}

/** What is to be found in a value. */
function walk(value: unknown, depth: number, member: string): readonly Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, depth + 1, member));
  return Object.entries(value).flatMap(([name, inner]) => {
    const top = depth === 1 ? name : member;
    const folded = name.toLowerCase();
    const found =
      folded === 'model' || folded === 'file_id' ? [{ key: folded, depth, member: top }] : [];
    const isIgnored = name === 'schema' && top !== 'source';
    return [...found, ...(isIgnored ? [] : walkBelow(inner, depth, top))];
  });
}

function walkBelow(value: unknown, depth: number, member: string): readonly Found[] {
  return walk(value, depth + 1, member);
}

test('every key is found where it is, and nothing else', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 1), (value, indent) => {
      const mentions = readObject(encode(JSON.stringify(value, undefined, indent)), {
        watch: WATCH,
      })?.mentions;
      const found = mentions?.map((mention) => ({
        key: mention.key,
        depth: mention.depth,
        member: mention.member,
      }));
      expect(found).toEqual(walk(value, 1, ''));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['model', true],
  ['Model', false],
  ['m\\u006fdel', false],
  ['m\\u006Fdel', false],
  ['f\\u0131le_id', false],
  ['fİle_id', false],
])('of %s it says whether it was written just so', (written, isExact) => {
  const mentions = readObject(encode(`{"a":{"${written}":1}}`), { watch: WATCH })?.mentions;
  expect(mentions).toMatchObject([{ isExact }]);
});

test.each(['models', 'mode', 'model\\u0000', 'mo\\ndel', 'mödel', 'model😀', '模型'])(
  '%s is another key',
  (written) => {
    const mentions = readObject(encode(`{"a":{"${written}":1}}`), { watch: WATCH })?.mentions;
    expect(mentions).toEqual([]);
  },
);

test('a text with more of them than may be is not an object', () => {
  const text = (count: number) => encode(`{"a":[${Array(count).fill('{"model":1}').join(',')}]}`);
  expect(readObject(text(1000), { watch: WATCH })?.mentions).toHaveLength(1000);
  expect(readObject(text(1001), { watch: WATCH })).toBeUndefined();
});

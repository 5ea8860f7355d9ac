import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, decode, encode } from '../../../worker/formats/bytes.ts';
import {
  editMembers,
  setMember as setIn,
  type MemberEdit,
} from '../../../worker/formats/json-edit.ts';
import { readObject } from '../../../worker/formats/json-object.ts';

function edited(text: string, edits: ReadonlyMap<string, MemberEdit>): string {
  const object = readObject(encode(text));
  if (!object) throw new Error(`no object: ${text}`);
  return decode(concat(editMembers(object, edits)));
}

function setMember(text: string, key: string, value: string): string {
  const object = readObject(encode(text));
  if (!object) throw new Error(`no object: ${text}`);
  return decode(setIn(object, key, value));
}

test.each([
  ['{"model":"a","n":1}', '{"model":"b","n":1}'],
  ['{ "n" : 1e400 , "model" : "a" }', '{ "n" : 1e400 , "model" : "b" }'],
  ['{"n":12345678901234567890,"model":"a\\"}\\\\"}', '{"n":12345678901234567890,"model":"b"}'],
  [
    '{"x":{"model":"keep"},"y":["model",{"model":"keep"}],"model":null}',
    '{"x":{"model":"keep"},"y":["model",{"model":"keep"}],"model":"b"}',
  ],
  ['{"model": {"a":[1,2,{"b":"}"}]} ,"n":true}', '{"model": "b" ,"n":true}'],
  ['{"mod\\u0065l":"a"}', '{"mod\\u0065l":"b"}'],
  ['{"model":"a","x":1,"model":"c"}', '{"x":1,"model":"b"}'],
  ['{"model":1\n}', '{"model":"b"\n}'],
  ['{}', '{"model":"b"}'],
  [' {\n}', ' {"model":"b"\n}'],
  ['{"n":1}', '{"model":"b","n":1}'],
])('changes only the member in %s', (text, expected) => {
  expect(setMember(text, 'model', '"b"')).toBe(expected);
});

test('changes the member wherever it stands, and every other byte stays', () => {
  const member = fc
    .tuple(fc.string({ unit: 'binary' }), fc.jsonValue())
    .filter(([key]) => key !== 'model')
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
  fc.assert(
    fc.property(
      fc.array(member),
      fc.array(member),
      fc.jsonValue(),
      space,
      (before, after, value, gap) => {
        const textWith = (model: string) =>
          `{${[...before, `${gap}"model"${gap}:${gap}${model}${gap}`, ...after].join(',')}}`;
        expect(setMember(textWith(JSON.stringify(value)), 'model', '"deployment"')).toBe(
          textWith('"deployment"'),
        );
      },
    ),
  );
});

test('reads a value nested 512 deep, and refuses a deeper one', () => {
  const nested = (depth: number) => `{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect(readObject(encode(nested(512)))?.has('deep')).toBe(true);
  expect(readObject(encode(nested(513)))?.has('deep')).toBe(true);
  expect(readObject(encode(nested(514)))).toBeUndefined();
});

test('what is kept is one piece, however many members it has', () => {
  const others = Array.from({ length: 900 }, (_, at) => `"${at}":0`).join(',');
  const object = readObject(
    encode(`{${others},"model":"a",${others.replaceAll(/"(\d)/g, '"x$1')}}`),
  );
  const edit: MemberEdit = { kind: 'set', value: '"b"' };
  expect(object && editMembers(object, new Map([['model', edit]]))).toHaveLength(3);
});

test.each<[string, string, string]>([
  ['{"a":1,"b":2,"c":3}', 'a', '{"b":2,"c":3}'],
  ['{"a":1,"b":2,"c":3}', 'b', '{"a":1,"c":3}'],
  ['{"a":1,"b":2,"c":3}', 'c', '{"a":1,"b":2}'],
  ['{ "a" : 1 , "b" : 2 }', 'a', '{ "b" : 2 }'],
  ['{\n  "a": 1,\n  "b": 2\n}', 'b', '{\n  "a": 1\n}'],
  ['{"a":1}', 'a', '{}'],
  ['{"a":1,"b":2,"a":3}', 'a', '{"b":2}'],
])('from %s removes %s', (text, key, expected) => {
  expect(edited(text, new Map([[key, { kind: 'remove' }]]))).toBe(expected);
});

test('removing, renaming and setting at once leaves every other member as it was written', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const edit = fc.option(
    fc.constantFrom<MemberEdit>(
      { kind: 'remove' },
      { kind: 'rename', to: 'new' },
      { kind: 'set', value: '0' },
    ),
    { nil: undefined },
  );
  const space = fc.stringMatching(/^[ \n]{0,2}$/);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.jsonValue(), edit, space)),
      (rows) => {
        const unique = [...new Map(rows.map((row) => [row[0], row])).values()];
        const write = (key: string, value: unknown, gap: string) =>
          `${gap}${JSON.stringify(key)}${gap}:${gap}${JSON.stringify(value)}`;
        const text = `{${unique.map(([key, value, , gap]) => write(key, value, gap)).join(',')}}`;
        const edits = new Map(
          unique.flatMap(([key, , change]) => (change ? [[key, change] as const] : [])),
        );
        const changed = edited(text, edits);

        const kept = unique.filter(([, , change]) => change === undefined);
        for (const [key, value, , gap] of kept)
          expect(changed).toContain(write(key, value, gap).trimStart());
        const expected = unique.flatMap(([key, value, change]): [string, unknown][] => {
          if (change?.kind === 'remove') return [];
          if (change?.kind === 'rename') return [['new', value]];
          return [[key, change?.kind === 'set' ? 0 : value]];
        });
        expect(Object.entries(JSON.parse(changed) as object)).toEqual(
          Object.entries(JSON.parse(JSON.stringify(Object.fromEntries(expected))) as object),
        );
      },
    ),
  );
});

test('of a key that is there often one remains, with the value that was set', () => {
  const others = Array.from({ length: 1001 }, (_, at) => `"${at}":0`).join(',');
  const text = `{"model":"a",${others},"model":"a"}`;
  expect(setMember(text, 'model', '"b"')).toBe(`{${others},"model":"b"}`);
  const long = JSON.stringify('x'.repeat(100_000));
  const repeated = `{${Array(900).fill('"model":"a"').join(',')}}`;
  expect(setMember(repeated, 'model', long)).toBe(`{"model":${long}}`);
});

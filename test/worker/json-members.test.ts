import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setMember } from '../../worker/json-members.ts';

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
  ['{"model":"a","x":1,"model":"c"}', '{"model":"b","x":1,"model":"b"}'],
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

test('reads a value nested 200,000 deep without recursion', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  expect(setMember(`{"deep":${deep},"model":"a"}`, 'model', '"b"')).toBe(
    `{"deep":${deep},"model":"b"}`,
  );
});

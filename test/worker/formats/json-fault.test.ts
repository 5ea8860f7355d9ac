// Where a text stops being JSON, against `JSON.parse`.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from '../../../worker/formats/bytes.ts';
import { findJsonFault } from '../../../worker/formats/json-fault.ts';
import { parseJson } from '../../../worker/formats/json.ts';
import { ask, errorOf } from '../gateway-under-test.ts';

test.each([
  ['{"model":"a",}', 1, 14],
  ['{"model":"a" "n":1}', 1, 14],
  ["{'model':'a'}", 1, 2],
  ['{"model":"a"', 1, 13],
  ['{\n  "王": tru\n}', 2, 8],
  ['[1,\n2,,3]', 2, 3],
  ['{} {}', 1, 4],
  ['{"a" 1}', 1, 6],
  ['', 1, 1],
])('%j: line %i, column %i', (text, line, column) => {
  expect(findJsonFault(encode(text))).toEqual({ line, column });
});

test('a fault is found in every text that JSON.parse refuses, and in no other', () => {
  const pieces = Array.from('{}[]":,1-.e ').concat('true', 'null', '"a"', '"a":', '{"a":1}');
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, (json) => {
      const isJson = parseJson(json) !== undefined;
      const place = findJsonFault(encode(json));
      expect(place === undefined).toBe(isJson);
      if (place !== undefined) expect(place.column).toBeLessThanOrEqual(json.length + 1);
    }),
    { numRuns: 20_000 },
  );
});

test('a long or deep text has none, and costs nothing to find out', () => {
  expect(findJsonFault(encode(`[${'1,'.repeat(200_000)}`))).toBeUndefined();
  expect(findJsonFault(encode('['.repeat(100_000)))).toBeUndefined();
});

test('the 400 about a body says where its fault is', async () => {
  const { response, sent } = await ask({ body: '{\n  "model": "classic",\n}' });
  expect([response.status, sent]).toEqual([400, []]);
  expect(await errorOf(response)).toMatchObject({
    code: 'invalid_json',
    message:
      'The request body is not valid JSON. Fix it in line 3, column 1, or let a JSON library write the body.',
  });
  const list = await ask({ body: '[]' });
  expect(await errorOf(list.response)).toMatchObject({
    message: expect.stringContaining('must be valid JSON in UTF-8: an object') as string,
  });
});

// The ways in which people get CHIT_USERS wrong. No sentence about one shows any of the value.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, encode } from '../../../worker/formats/bytes.ts';
import { parseJson } from '../../../worker/formats/json.ts';
import { decodeUsers } from '../../../worker/config/decode-users.ts';

const USERS = [
  { name: '张三', key: 'sk-CANARY-1' },
  { name: "O'Neil, “Bob”", key: 'sk-CANARY-2' },
];
const JSON_TEXT = JSON.stringify(USERS);

function base64(data: string | Uint8Array): string {
  return (typeof data === 'string' ? encode(data) : data).toBase64();
}

/** Two bytes for each character, the low one first. */
function utf16(text: string): Uint8Array {
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]),
  );
}

/** 张三 in GBK: https://encoding.spec.whatwg.org/#gbk */
const GBK = concat([
  encode('[{"name":"'),
  Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd),
  encode('","key":"sk-CANARY"}]'),
]);

test.each<[string, string, string]>([
  ['JSON that is not encoded', JSON_TEXT, 'is JSON as it is. Encode it as base64: printf'],
  ['one object that is not encoded', '{"name":"a","key":"CANARY"}', 'is JSON as it is.'],
  ['one object', base64('{"name":"a","key":"sk-CANARY"}'), 'is base64 of one JSON object. Put it'],
  ['single quotes', base64("[{'name': 'a', 'key': 'CANARY'}]"), 'has single quotes. JSON needs'],
  ['a comma at the end', base64(`${JSON_TEXT.slice(0, -1)},]`), 'has a comma after the last'],
  ['a comma in an entry', base64('[{"name":"a","key":"CANARY",}]'), 'has a comma after the last'],
  ['Chinese quotes', base64('[{“name”:“a”,“key”:“CANARY”}]'), 'has typographic or Chinese quotes'],
  ['a Chinese comma', base64('[{"name":"a"，"key":"CANARY"}]'), 'has typographic or Chinese'],
  ['GBK', base64(GBK), 'is not UTF-8, but perhaps GBK. Save'],
  ['UTF-16', base64(utf16(`\ufeff${JSON_TEXT}`)), 'is UTF-16, as Windows'],
  ['UTF-16 without its mark', base64(utf16('[{"a":1}]')), 'is UTF-16, as Windows'],
  ['a list that is cut', base64(JSON_TEXT.slice(0, 30)), 'is cut off: its list has no end.'],
  ['a cut inside of a character', base64(encode(JSON_TEXT).subarray(0, 11)), 'is cut off: '],
  ['base64 that is cut', base64(JSON_TEXT).slice(0, 33), 'is not whole base64: characters are'],
  [
    'two encoded lists in a row',
    `${base64('[{}]')}CANARY==`,
    'has more characters after the = that ends',
  ],
  ['quotes around it', `"${base64(JSON_TEXT)}"`, 'has quotes around its value. Remove them'],
  ['a text', 'CANARY !%', 'is not base64: it has characters'],
  ['base64 of a text', base64('CANARY'), 'is base64 of something that is not JSON.'],
  ['base64 twice', base64(base64(JSON_TEXT)), 'is base64 of something that is not JSON.'],
  [
    'a member without a value',
    base64('[{"CANARY"}]'),
    'is base64 of something that is not valid JSON.',
  ],
  ['a number', base64('12'), 'is not a list of users.'],
])('%s is named', (_, text, sentence) => {
  const decoded = decodeUsers(text);
  const told = decoded.ok ? 'decoded' : decoded.error;
  expect(told).toContain(`CHIT_USERS ${sentence}`);
  expect(told).not.toContain('CANARY');
});

test('what the command base64 prints, wrapped after 76 characters, is that list', () => {
  const wrapped = base64(JSON_TEXT).replaceAll(/.{76}/g, '$&\n');
  expect(wrapped.trim().split('\n').length).toBeGreaterThan(1);
  expect(decodeUsers(wrapped)).toEqual({ ok: true, value: USERS });
  expect(decodeUsers(wrapped.replaceAll('\n', '\r\n'))).toEqual({ ok: true, value: USERS });
});

test('every list is decoded, also with the byte order mark of Windows', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom('', '\ufeff'), (list, mark) => {
      const json = JSON.stringify(list);
      expect(decodeUsers(base64(mark + json))).toEqual({ ok: true, value: parseJson(json) });
    }),
  );
});

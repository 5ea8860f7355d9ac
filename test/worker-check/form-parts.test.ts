import { expect, test } from 'vitest';
import { formParts } from '../../worker-check/form-parts.ts';

function parts(contentType: string, body: string) {
  return formParts(contentType, Buffer.from(body))?.map(({ name, content }) => [
    name,
    Buffer.from(content).toString(),
  ]);
}

test.each(['boundary=b1', 'boundary="b1"', 'charset=utf-8; boundary=b1; x=y'])(
  'the parts are found by %s, byte for byte',
  (parameter) => {
    const body = [
      'a preamble',
      '--b1',
      'Content-Disposition: form-data; name="a.js"; filename="a.js"',
      '',
      'one\r\n\r\ntwo--b1\n',
      '--b1',
      '',
      '',
      '--b1--',
      'after',
    ].join('\r\n');
    expect(parts(`multipart/form-data; ${parameter}`, body)).toEqual([
      ['a.js', 'one\r\n\r\ntwo--b1\n'],
      ['', ''],
    ]);
  },
);

test('without a boundary, or without parts, there are none', () => {
  expect(parts('multipart/form-data', '--b1--')).toBeUndefined();
  expect(parts('multipart/form-data; boundary=b1', '--b1--')).toEqual([]);
  expect(parts('multipart/form-data; boundary=b1', '')).toEqual([]);
});

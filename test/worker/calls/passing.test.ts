// Properties of what goes up: bodies that need no change go up as they came, whatever is in them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

test('any JSON object that needs no change arrives byte for byte', async () => {
  const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
  const member = fc
    .tuple(fc.string({ unit: 'binary' }), fc.jsonValue())
    .filter(([key]) => key !== 'model' && key !== 'stream_options');
  await fc.assert(
    fc.asyncProperty(fc.array(member), fc.nat(5), space, async (members, at, gap) => {
      const texts = members.map(
        ([key, value]) => `${JSON.stringify(key)}${gap}:${JSON.stringify(value)}`,
      );
      texts.splice(at, 0, `"model":${gap}"classic"`);
      const body = `${gap}{${texts.join(`,${gap}`)}${gap}}`;
      expect((await ask({ body })).sent.map((sent) => sent.body)).toEqual([body]);
    }),
  );
});

test('any form with the name of the deployment arrives byte for byte, and with an alias all but it', async () => {
  const env = { ...STACK_ENV, MODELS: '[{"id":"whisper","aliases":["whisper-1"]}]' };
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.toWellFormed());
  const fields = fc.array(fc.tuple(fc.stringMatching(/^[a-ln-z[\]]{1,8}$/), text), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(
      fields,
      fc.nat(5),
      fc.constantFrom('whisper', 'whisper-1'),
      async (others, at, name) => {
        const written = (model: string) => {
          const parts = others.map(([field, value]) => [field, value]);
          parts.splice(at, 0, ['model', model]);
          const lines = parts.map(
            ([field = '', value = '']) =>
              `--b0undary\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
          );
          return `${lines.join('')}--b0undary--\r\n`;
        };
        const headers = {
          authorization: `Bearer ${USER_KEY}`,
          'content-type': 'multipart/form-data; boundary=b0undary',
        };
        const path = '/v1/audio/transcriptions';
        const { sent } = await ask({ env, path, headers, body: written(name) });
        expect(sent.map(({ body }) => body)).toEqual([written('whisper')]);
      },
    ),
  );
});

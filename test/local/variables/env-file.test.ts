import { expect, test } from 'vitest';
import { parseEnvFile, readEnvFile } from '../../../local/variables/env-file.ts';

test('lines mean what they mean to docker run', () => {
  const text = `\uFEFF# comment
  RESOURCE_NAME=mine\r
AZURE_AUTHKEY="quoted" # no comment
EMPTY=
DEPLOY_NAME_GPT4= spaced
A=b=c

AZURE_API_VERSION
`;
  expect(parseEnvFile(text)).toEqual({
    values: {
      RESOURCE_NAME: 'mine',
      AZURE_AUTHKEY: '"quoted" # no comment',
      EMPTY: '',
      DEPLOY_NAME_GPT4: ' spaced',
      A: 'b=c',
    },
    faults: [],
  });
});

test.each([
  'RESOURCE_NAME : CANARY',
  'RESOURCE_NAME =CANARY',
  'RESOURCE_NAME＝CANARY',
  'export RESOURCE_NAME=CANARY',
  "const RESOURCE_NAME = 'CANARY'",
])('%s sets nothing, and is named without its value', (line) => {
  expect(parseEnvFile(`A=b\n${line}\n`)).toEqual({
    values: { A: 'b' },
    faults: ['line 2 does not set RESOURCE_NAME; expected RESOURCE_NAME=value, without spaces'],
  });
});

test('what base64 wrapped is one value, and later lines keep their numbers', () => {
  const [first, second] = ['a'.repeat(76), 'b'.repeat(76)];
  const text = `CHIT_USERS=${first}\n${second}\ncc==\nRESOURCE_NAME : x\nA=1`;
  expect(parseEnvFile(text)).toEqual({
    values: { CHIT_USERS: `${first}${second}cc==`, A: '1' },
    faults: [expect.stringContaining('line 4 ')],
  });
  expect(parseEnvFile(`CHIT_USERS=${first}\nPORT=1`).values).toEqual({
    CHIT_USERS: first,
    PORT: '1',
  });
});

test('a file that is missing is not an empty one', () => {
  expect(readEnvFile('/nowhere/.env')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import { configOf, encodeUsers, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

const SEED = { RESOURCE_NAME: 'acc', AZURE_AUTHKEY: 'key', CHIT_USERS: STACK_ENV.CHIT_USERS };
const DEFAULTS = { typewriter: 'off', usage: false, corsOrigins: ['*'] };

test.each([
  [undefined, DEFAULTS],
  ['', DEFAULTS],
  ['{}', DEFAULTS],
  ['{"usage":true}', { ...DEFAULTS, usage: true }],
  ['{"typewriter":"smooth"}', { ...DEFAULTS, typewriter: 'smooth' }],
  ['{"corsOrigins":[]}', { ...DEFAULTS, corsOrigins: [] }],
])('reads SETTINGS of %j, beside the seed too', (text, settings) => {
  const given = text === undefined ? {} : { SETTINGS: text };
  expect(configOf({ ...STACK_ENV, ...given }).settings).toEqual(settings);
  expect(configOf({ ...SEED, ...given } as Record<string, string>).settings).toEqual(settings);
});

test.each([
  ['[]', 'SETTINGS is not a JSON object'],
  ['typewriter', 'SETTINGS is not a JSON object'],
  ['{"typewriter":"fast"}', 'SETTINGS has no valid `typewriter`'],
  ['{"usage":"true"}', 'SETTINGS has no valid `usage`'],
  ['{"corsOrigins":"*"}', 'SETTINGS has no valid `corsOrigins`'],
  ['{"corsOrigins":[1]}', 'SETTINGS has no valid `corsOrigins`'],
])('says what is wrong with SETTINGS of %j', (text, fault) => {
  expect(parseConfig({ ...STACK_ENV, SETTINGS: text })).toEqual({ ok: false, error: [fault] });
});

test("a user's own typewriter is kept, and a wrong one is named", () => {
  const config = configOf({
    ...STACK_ENV,
    CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY, typewriter: 'events' }]),
  });
  const users = config.access.kind === 'users' ? config.access.users : undefined;
  expect(users?.byKey.get(USER_KEY)).toMatchObject({ user: { typewriter: 'events' } });
  const wrong = encodeUsers([{ name: 'alice', key: USER_KEY, typewriter: 'fast' }]);
  expect(parseConfig({ ...STACK_ENV, CHIT_USERS: wrong })).toEqual({
    ok: false,
    error: ['CHIT_USERS entry 1 has no valid `typewriter`'],
  });
});

import { expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { readUsers } from '../../migrate/users.ts';

test.each(['Models', 'model', 'disable', 'expiry'])(
  'the member %s of a user is a fault: a limit could be left out',
  (member) => {
    const user = { name: 'alice', key: 'sk-CANARY', [member]: true };
    // As a user of the proxies may have it, which the type does not allow.
    const users = readUsers({ CHIT_USERS: encodeUsers([user]) });
    expect(users.ok ? [] : users.error).toEqual([
      expect.stringMatching(/^CHIT_USERS entry 1 has an unknown member; expected name, key, /),
    ]);
  },
);

// The schema of an entry of `users`.
import { z } from 'zod';
import { clientModelName } from './model-schema.ts';
import { flag, moment, text, typewriter } from './fields.ts';
import { LIMIT_MEMBERS } from './limits/limit-schema.ts';
import { personName } from './person-name.ts';

const USER_KEY = 'up to 256 letters, digits and punctuation marks, without spaces';
const KEY_HASH = 'the SHA-256 of a key: 64 hexadecimal digits';
const KEYS = 'a list of at least one key';
const GENERATION = 'a whole number, 1 or more';
const ALLOWED = 'a list of names of models';

function givenKey(): z.ZodString {
  return text(/^[!-~]{1,256}$/, USER_KEY);
}

function keyHash() {
  return text(/^[0-9a-f]{64}$/i, KEY_HASH).toLowerCase();
}

const keySchema = z.strictObject(
  {
    key: givenKey().optional(),
    sha256: keyHash().optional(),
    generation: z.int(GENERATION).min(1, GENERATION).optional(),
  },
  'an entry with a key, a sha256 or a generation',
);

/** An entry of `users`. */
export const userSchema = z.strictObject(
  {
    name: personName('the name of the user, not a key'),
    key: givenKey().optional(),
    sha256: keyHash().optional(),
    keys: z.array(keySchema, KEYS).min(1, KEYS).optional(),
    accountData: flag().optional(),
    team: personName('the name of a team, not a key').optional(),
    admin: flag().optional(),
    ...LIMIT_MEMBERS,
    models: z.array(clientModelName(), ALLOWED).optional(),
    expires: moment().optional(),
    disabled: flag().optional(),
    typewriter: typewriter().optional(),
    notes: z.string('a text').optional(),
  },
  'an entry with a name, such as `- name: alice`',
);

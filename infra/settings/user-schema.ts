// The schema of an entry of `users`.
import { z } from 'zod';
import { clientModelName } from './model-schema.ts';
import { flag, moment, text, typewriter } from './fields.ts';

const USER_NAME = 'a name of up to 64 characters, without control characters';
const NOT_A_KEY = 'the name of the user, not a key';
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
    // Two encodings of one name would look the same in logs: https://unicode.org/reports/tr15/
    name: z
      .string(USER_NAME)
      .transform((name) => name.normalize('NFC').trim())
      .pipe(
        z
          .string()
          .refine(isUserName, USER_NAME)
          .refine((name) => !looksLikeKey(name), NOT_A_KEY),
      ),
    key: givenKey().optional(),
    sha256: keyHash().optional(),
    keys: z.array(keySchema, KEYS).min(1, KEYS).optional(),
    accountData: flag().optional(),
    models: z.array(clientModelName(), ALLOWED).optional(),
    expires: moment().optional(),
    disabled: flag().optional(),
    typewriter: typewriter().optional(),
    notes: z.string('a text').optional(),
  },
  'an entry with a name, such as `- name: alice`',
);

/** Whether a text has a key as OpenAI and this project write them, put in a wrong place. */
export function looksLikeKey(text: string): boolean {
  return /\bsk-[\w-]{8,}/.test(text);
}

function isUserName(name: string): boolean {
  // `__proto__` would set the prototype of the output that maps names to keys.
  return /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(name) && name !== '__proto__';
}

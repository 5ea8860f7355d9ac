// The names of users and teams, in any script.
import { z } from 'zod';

const NAME = 'a name of up to 64 characters, without control characters';

/**
 * A name. Two encodings of one would look the same in logs: https://unicode.org/reports/tr15/
 *
 * @param notAKey the message for a text that looks like a key
 */
export function personName(notAKey: string) {
  return z
    .string(NAME)
    .transform(plainName)
    .pipe(
      z
        .string()
        .refine(isName, NAME)
        .refine((name) => !looksLikeKey(name), notAKey),
    );
}

/** The form in which names are compared. */
export function plainName(name: string): string {
  return name.normalize('NFC').trim();
}

/** Whether a text has a key as OpenAI and this project write them, put in a wrong place. */
export function looksLikeKey(text: string): boolean {
  return /\bsk-[\w-]{8,}/.test(text);
}

function isName(name: string): boolean {
  // `__proto__` would set the prototype of an object that maps names to something.
  return /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(name) && name !== '__proto__';
}

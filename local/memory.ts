// What `npm start` remembers between two starts, in `.local/`: the values that a deployed
// stack keeps in its state, above all the keys. Readable by its owner only, ignored by git.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random texts by name, made once and kept. */
export interface Memory {
  /**
   * The text of this name.
   *
   * @param alphabet letters to draw from when it is made
   */
  recall(name: string, length: number, alphabet?: string): string;
}

/** Opens a stack's memory; a missing or damaged file is an empty one. */
export function openMemory(root: string, stack: string): Memory {
  const folder = join(root, '.local');
  const file = join(folder, `${stack}.json`);
  const texts = readTexts(file);
  return {
    recall(name, length, alphabet = LETTERS_AND_DIGITS) {
      const known = texts[name];
      if (known?.length === length) return known;
      const text = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(
        '',
      );
      texts[name] = text;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, JSON.stringify(texts, null, 2), { mode: 0o600 });
      return text;
    },
  };
}

function readTexts(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

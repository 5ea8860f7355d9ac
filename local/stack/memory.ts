// What `npm start` remembers between two starts, in `.local/`: the values that a deployed stack keeps in
// its state, above all the keys. The file is readable by its owner only, and git ignores it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { asObject } from '../../command-line/as-object.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random texts by name. Each is made once and kept. */
export interface Memory {
  /**
   * The text of this name.
   *
   * @param alphabet the letters that a new text consists of
   */
  recall(name: string, length: number, alphabet?: string): string;
}

/** Opens a stack's memory. A missing or damaged file counts as empty. */
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
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const texts = Object.entries(asObject(kept)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return Object.fromEntries(texts);
  } catch {
    return {};
  }
}

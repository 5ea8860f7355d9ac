// Reading one binding, however many parts it was split into, and what is said of a wrong one.

import type { Env } from '../contract/env.ts';
import { isText } from '../formats/json-checks.ts';

/**
 * Reads a binding that may continue in `NAME_2`, `NAME_3`, ….
 *
 * @returns its text without surrounding white space; undefined where it is missing or blank
 */
export function readBinding(env: Env, name: keyof Env): string | undefined {
  const bindings = env as Readonly<Record<string, unknown>>;
  let text = '';
  let next: string = name;
  for (let part = 2, value; isText((value = bindings[next])); part++) {
    text += value;
    next = `${name}_${part}`;
  }
  return text.trim() || undefined;
}

/** The fault of a binding that our own program writes, and has checked before. */
export function notAsWritten(name: keyof Env): string {
  return `${name} is not as \`pulumi up\` writes it: run that again`;
}

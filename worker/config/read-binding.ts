// Reading one binding, however many parts it was split into.

import type { Env } from '../contract/env.ts';

/**
 * Reads a binding that may continue in `NAME_2`, `NAME_3`, ….
 *
 * @returns its text without surrounding white space; undefined where it is missing or blank
 */
export function readBinding(env: Env, name: keyof Env): string | undefined {
  const bindings = env as Readonly<Record<string, unknown>>;
  let text = '';
  let value = bindings[name];
  for (let part = 2; typeof value === 'string'; part++) {
    text += value;
    value = bindings[`${name}_${part}`];
  }
  text = text.trim();
  return text === '' ? undefined : text;
}

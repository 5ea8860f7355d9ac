// Owns: the settings of the gateway as a whole: the SETTINGS binding, and their defaults.

import { readBinding } from './binding.ts';
import type { Env, SettingsBinding } from './env.ts';
import { isObject, parseJson } from './json-value.ts';
import { err, ok, type Result } from './result.ts';
import {
  faultyMember,
  fits,
  isFlag,
  isTexts,
  isTypewriter,
  optional,
  type Shape,
} from './shape.ts';

const SETTINGS: Shape<SettingsBinding> = {
  typewriter: optional(isTypewriter),
  usage: optional(isFlag),
  corsOrigins: optional(isTexts),
};

export type Settings = Required<SettingsBinding>;

const DEFAULTS: Settings = { typewriter: 'off', usage: false, corsOrigins: ['*'] };

/** Reads them, or says what is wrong. */
export function readSettings(env: Env): Result<Settings, string> {
  const value = parseJson(readBinding(env, 'SETTINGS') ?? '{}');
  if (!isObject(value)) return err('SETTINGS is not a JSON object');
  if (fits(SETTINGS, value)) return ok({ ...DEFAULTS, ...value });
  return err(`SETTINGS has no valid \`${faultyMember(SETTINGS, value) ?? ''}\``);
}

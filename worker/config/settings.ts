// The settings of the gateway as a whole: the SETTINGS binding, and their defaults.

import { TYPEWRITERS, type Env, type SettingsBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  describeFault,
  isFlag,
  isOneOf,
  isTexts,
  matches,
  optional,
  type Shape,
} from '../formats/json-checks.ts';
import { parseObject } from '../formats/json.ts';
import { readBinding } from './read-binding.ts';

const SETTINGS: Shape<SettingsBinding> = {
  typewriter: optional(isOneOf(...TYPEWRITERS)),
  usage: optional(isFlag),
  corsOrigins: optional(isTexts),
};

export type Settings = Required<SettingsBinding>;

const DEFAULTS: Settings = { typewriter: 'off', usage: false, corsOrigins: ['*'] };

/** Reads the settings, or says what is wrong with them. */
export function readSettings(env: Env): Result<Settings, string> {
  const value = parseObject(readBinding(env, 'SETTINGS') ?? '{}');
  if (value === undefined) return err('SETTINGS is not a JSON object');
  if (matches(SETTINGS, value)) return ok({ ...DEFAULTS, ...value });
  return err(`SETTINGS ${describeFault(SETTINGS, value)}`);
}

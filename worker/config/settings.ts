// The settings of the gateway as a whole: the SETTINGS binding, and their defaults.

import { notAsWritten, readBinding } from './read-binding.ts';
import type { Env, SettingsBinding } from '../contract/env.ts';
import { parseObject } from '../formats/json.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  fits,
  mayBeFlag,
  mayBeTexts,
  mayBeTypewriter,
  type Shape,
} from '../formats/json-checks.ts';

const SETTINGS: Shape<SettingsBinding> = {
  typewriter: mayBeTypewriter,
  usage: mayBeFlag,
  corsOrigins: mayBeTexts,
};

export type Settings = Required<SettingsBinding>;

const DEFAULTS: Settings = { typewriter: 'off', usage: false, corsOrigins: ['*'] };

/** Reads them, or says what is wrong. */
export function readSettings(env: Env): Result<Settings, string> {
  const value = parseObject(readBinding(env, 'SETTINGS') ?? '{}');
  if (value && fits(SETTINGS, value)) return ok({ ...DEFAULTS, ...value });
  return err(notAsWritten('SETTINGS'));
}

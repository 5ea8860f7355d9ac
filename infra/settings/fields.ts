// The schemas that several settings share: texts, flags, choices, dates and versions. Each schema's
// message says what is allowed.
import { z } from 'zod';

/** A text that matches a pattern. */
export function text(form: RegExp, allowed: string): z.ZodString {
  return z.string(allowed).regex(form, allowed);
}

/** true or false. */
export function flag(): z.ZodBoolean {
  return z.boolean('true or false');
}

/** A flag at the top level, where Pulumi passes every value as text. */
export function topFlag(fallback: 'true' | 'false') {
  return choice(['true', 'false'])
    .default(fallback)
    .transform((value) => value === 'true');
}

/** One of a few words. */
export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `one of ${values.join(', ')}`);
}

/** How streams of words are written. YAML reads `off` without quotes as false. */
export function typewriter() {
  return z.preprocess(
    (value) => (value === false || value === 'false' ? 'off' : value),
    choice(['off', 'events', 'smooth']),
  );
}

/** An origin of a web page: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Origin */
export function origin() {
  const allowed =
    'an origin as browsers send it, such as "https://app.example.com" (in lower case, no path, no ' +
    'slash at the end, no port that is the default), or "*"';
  return z.string(allowed).refine(isOrigin, allowed);
}

function isOrigin(value: string): boolean {
  if (!/^(\*|[a-z][a-z0-9+.-]{0,30}:\/\/[a-z0-9._:[\]-]{1,180})$/.test(value)) return false;
  // Other schemes belong to programs, such as tauri://localhost, and are not normalized.
  return !/^https?:/.test(value) || URL.parse(value)?.origin === value;
}

/** A number that is not negative. */
export function amount(): z.ZodNumber {
  const allowed = 'a number from 0 to 1,000,000,000';
  return z.number(allowed).min(0, allowed).max(1_000_000_000, allowed);
}

/** Name of an Azure resource group. */
export function resourceGroupName(): z.ZodString {
  return text(
    /^[\w.()-]{0,89}[\w()-]$/,
    'the name of an existing Azure resource group (not its resource id)',
  );
}

/** Name of a deployment at Azure. */
export function deploymentName(): z.ZodString {
  return text(
    /^[A-Za-z0-9][\w.-]{0,63}$/,
    'the name of a deployment: up to 64 letters, digits, ".", "_" and "-"',
  );
}

/** Describes a model's version in messages. */
export const MODEL_VERSION = 'the model\'s version in quotes, such as "2026-03-17"';

/** Version of a model. YAML may have read it as a date or a number. */
export function modelVersion() {
  return z.preprocess(plainVersion, text(/^\w[\w.-]{0,63}$/, MODEL_VERSION));
}

/** A dated `api-version` of Azure. */
export function apiVersion() {
  const allowed = 'a dated version such as "2025-04-01-preview"';
  return z.preprocess(plainVersion, text(/^\d{4}-\d{2}-\d{2}(-preview)?$/, allowed));
}

/** A point in time, in Unix seconds. A date without a time means its first second in UTC. */
export function moment() {
  const allowed = 'a date such as "2027-01-31", or a time such as "2027-01-31T18:00:00Z"';
  return z
    .preprocess(isoTime, z.string(allowed).refine(isMoment, allowed))
    .transform((value) => Date.parse(value) / 1000);
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

function isMoment(value: string): boolean {
  // Unix seconds are positive here: nothing expires before 1970.
  if (!MOMENT.test(value) || !(Date.parse(value) > 0)) return false;
  // Node reads February 30 as March 2.
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** The first day of a month. */
export function monthStart() {
  const allowed = 'the first day of a month, such as "2026-12-01"';
  return z.preprocess(plainVersion, text(/^\d{4}-(0[1-9]|1[0-2])-01$/, allowed));
}

/**
 * Restores a version that was written without quotes: YAML and Pulumi turn a date into
 * "2026-03-17 00:00:00 +0000 UTC" and 1 into a number. Longer numbers are refused, because 0613 has
 * already become 395: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/object.go
 */
function plainVersion(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value > 0 && value < 10 ? String(value) : value;
  }
  if (typeof value !== 'string') return value;
  return value.replace(/^(\d{4}-\d{2}-\d{2})(?:T00:00:00Z| 00:00:00 \+0000 UTC)$/, '$1');
}

/** Does the same for a time: "2027-01-31 18:00:00 +0000 UTC", or "… +0200 +0200" with an offset. */
function isoTime(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})(?: [A-Z]+| [+-]\d{4})?$/,
    '$1T$2$3:$4',
  );
}

// Checks that a JSON value has the shape of a type.

import { isList, isObject, type JsonObject } from './json.ts';

type Check<T> = (value: unknown) => value is T;

/** A check for each member. A member whose check is missing, or checks something else, does not compile. */
export type Shape<T> = { readonly [Member in keyof Required<T>]: Check<T[Member]> };

/** Whether a value is an object whose members all pass their checks, and has no others. */
export function matches<T>(shape: Shape<T>, value: unknown): value is T {
  return isObject(value) && faultyMember(shape, value) === undefined && !hasOthers(shape, value);
}

/** What is wrong with an object, in words that hold nothing of it: a secret may be in the wrong place. */
export function describeFault<T>(shape: Shape<T>, value: unknown): string {
  if (!isObject(value)) return 'is not a JSON object';
  const faulty = faultyMember(shape, value);
  if (faulty !== undefined) return `has no valid \`${faulty}\``;
  return `has a member that is none of ${Object.keys(shape).join(', ')}`;
}

function hasOthers(shape: Readonly<Record<string, unknown>>, value: JsonObject): boolean {
  return Object.keys(value).some((member) => !Object.hasOwn(shape, member));
}

/** The first member that fails its check; undefined if there is none. */
export function faultyMember(
  shape: Readonly<Record<string, Check<unknown>>>,
  value: unknown,
): string | undefined {
  const members = isObject(value) ? value : {};
  for (const [member, check] of Object.entries(shape)) {
    if (!check(members[member])) return member;
  }
  return undefined;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNonEmptyText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** A finite number, 0 or more. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** An integer, 0 or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && isAmount(value);
}

/** An integer above 0. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && isPositive(value);
}

/** A finite number above 0. */
export function isPositive(value: unknown): value is number {
  return isAmount(value) && value > 0;
}

export function isTexts(value: unknown): value is readonly string[] {
  return isListOf(isText, value);
}

export function isListOf<T>(
  isItem: (item: unknown) => item is T,
  value: unknown,
): value is readonly T[] {
  return isList(value) && value.every(isItem);
}

/** A check for one of some texts. */
export function isOneOf<const T extends string>(...texts: readonly T[]): Check<T> {
  return (value): value is T => texts.some((text) => text === value);
}

/** A check for texts that a pattern matches. */
export function isTextLike(pattern: RegExp): Check<string> {
  return (value): value is string => typeof value === 'string' && pattern.test(value);
}

/** A check for objects of a shape. */
export function isLike<T>(shape: Shape<T>): Check<T> {
  return (value): value is T => matches(shape, value);
}

/** The same check for a member that may be missing. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

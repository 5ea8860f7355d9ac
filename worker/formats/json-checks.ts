// Checks that a JSON value has the shape of a type.

import { isList, isObject } from './json.ts';

type Check<T> = (value: unknown) => value is T;

/** A check for each member. A member whose check is missing, or checks something else, does not compile. */
export type Shape<T> = { readonly [Member in keyof Required<T>]: Check<T[Member]> };

/** Whether a value is an object whose members all pass their checks. */
export function matches<T>(shape: Shape<T>, value: unknown): value is T {
  return isObject(value) && faultyMember(shape, value) === undefined;
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

// Checks that a JSON value has the shape of a type.

import { isList, isObject } from './json.ts';

type Check = (value: unknown) => boolean;

/** A check for each member. A member that is added to the type and not here does not compile. */
export type Shape<T> = { readonly [Member in keyof Required<T>]: Check };

/** Whether a value is an object whose members all pass their checks. */
export function matches<T>(shape: Shape<T>, value: unknown): value is T {
  return isObject(value) && faultyMember(shape, value) === undefined;
}

/** The first member that fails its check; undefined if there is none. */
export function faultyMember(
  shape: Readonly<Record<string, Check>>,
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

export function isTexts(value: unknown): value is readonly string[] {
  return isListOf(isText, value);
}

export function isListOf<T>(
  isItem: (item: unknown) => item is T,
  value: unknown,
): value is readonly T[] {
  return isList(value) && value.every(isItem);
}

/** How the events of a stream are written. */
export function isTypewriter(value: unknown): boolean {
  return value === 'off' || value === 'events' || value === 'smooth';
}

/** The same check for a member that may be missing. */
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

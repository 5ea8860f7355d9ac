// Checking that what JSON holds has a known shape.

import { isList, isObject } from './json.ts';

type Check = (value: unknown) => boolean;

/** A check for each member: a member that is added to the type and not here does not compile. */
export type Shape<T> = { readonly [Member in keyof Required<T>]: Check };

export function fits<T>(shape: Shape<T>, value: unknown): value is T {
  return !faultyMember(shape, value);
}

/** The first member that is not as it should be; undefined where all are. */
export function faultyMember(
  shape: Readonly<Record<string, Check>>,
  value: unknown,
): string | undefined {
  return Object.entries(shape).find(
    ([member, check]) => !check(isObject(value) ? value[member] : undefined),
  )?.[0];
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A check for texts that a pattern matches. */
export function isTextLike(pattern: RegExp) {
  return (value: unknown): value is string => isText(value) && pattern.test(value);
}

export const isFilled = isTextLike(/./s);

export function isListOf<T>(
  isItem: (item: unknown) => item is T,
  value: unknown,
): value is readonly T[] {
  return isList(value) && value.every(isItem);
}

/** The same check for a member that may be missing. */
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export const mayBeFlag = optional((value) => typeof value === 'boolean');

export const mayBeTexts = optional((value) => isListOf(isText, value));

/** How the events of a stream are written. */
export const mayBeTypewriter = optional(isTextLike(/^(off|events|smooth)$/));

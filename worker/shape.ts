// Owns: checking that what JSON holds has a known shape.

import { isObject } from './json-value.ts';

type Check = (value: unknown) => boolean;

/** A check for each member: a member that is added to the type and not here does not compile. */
export type Shape<T> = { readonly [Member in keyof Required<T>]: Check };

export function fits<T>(shape: Shape<T>, value: unknown): value is T {
  return faultyMember(shape, value) === undefined;
}

/** The first member that is not as it should be; undefined where all are. */
export function faultyMember(
  shape: Readonly<Record<string, Check>>,
  value: unknown,
): string | undefined {
  const members = isObject(value) ? value : {};
  for (const member in shape) if (shape[member]?.(members[member]) === false) return member;
  return undefined;
}

/** A list of objects of one shape; undefined where it is none. */
export function parseList<T>(shape: Shape<T>, value: unknown): readonly T[] | undefined {
  return isListOf(value, (item): item is T => fits(shape, item)) ? value : undefined;
}

export function isListOf<T>(
  value: unknown,
  isItem: (item: unknown) => item is T,
): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** A number of something. */
export function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

export function isTexts(value: unknown): boolean {
  return isListOf(value, isText);
}

/** How the events of a stream are written. */
export function isTypewriter(value: unknown): boolean {
  return value === 'off' || value === 'events' || value === 'smooth';
}

/** The same check for a member that may be missing. */
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

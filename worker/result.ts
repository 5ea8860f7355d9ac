// Owns: the shape of an expected outcome. Bugs are exceptions; expected failures are values. Its names
// are no names of JSON or the runtime, so that the bundle may shorten them.

interface Ok<T> {
  readonly ok: true;
  readonly val: T;
}

interface Err<E> {
  readonly ok: false;
  readonly failure: E;
}

export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(val: T): Ok<T> => ({ ok: true, val });

export const err = <E>(failure: E): Err<E> => ({ ok: false, failure });

// Owns: the shape of an expected outcome. Bugs are exceptions; expected failures are values.

interface Ok<T> {
  readonly ok: true;
  readonly val: T;
}

interface Err<E> {
  readonly ok: false;
  readonly failure: E;
}

export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, val: value });

export const err = <E>(error: E): Err<E> => ({ ok: false, failure: error });

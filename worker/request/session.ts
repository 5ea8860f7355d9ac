// The session of a realtime request, which is a body inside of the body.

import { RequestFailure } from '../contract/failure.ts';
import { MAX_MEMBERS, MAX_SESSION_BYTES } from '../contract/limits.ts';
import { readObject, sketchValue, type JsonText } from '../formats/json-object.ts';
import { KEYS_INSIDE } from '../models/named-inside.ts';

/** A session that is read when it is first needed, and only once. */
export type LazySession = () => JsonText | undefined;

/**
 * The session in some bytes; undefined where there are none, or they say `null`.
 *
 * The function throws a RequestFailure where they are not an object: Azure's parser might find a model in
 * them all the same.
 */
export function lazySession(find: () => Uint8Array | undefined): LazySession {
  let read: { readonly session: JsonText | undefined } | undefined;
  return () => {
    read ??= { session: readSession(find()) };
    return read.session;
  };
}

function readSession(bytes: Uint8Array | undefined): JsonText | undefined {
  if (bytes === undefined || sketchValue(bytes, 0).kind === 'null') return undefined;
  const session =
    bytes.length > MAX_SESSION_BYTES
      ? undefined
      : readObject(bytes, { most: MAX_MEMBERS, watch: KEYS_INSIDE });
  if (session === undefined) throw new RequestFailure({ kind: 'invalid_session' });
  return session;
}

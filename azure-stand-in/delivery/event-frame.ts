// Server-sent event frames as bytes.

/** The last frame of a complete stream. */
export const DONE_FRAME = Buffer.from('data: [DONE]\n\n');

/** One event, ready to be written. */
export function toFrame(payload: unknown): Buffer {
  return Buffer.from(`data: ${JSON.stringify(payload)}\n\n`);
}

/** As `toFrame`, with the event's name on a line of its own. */
export function toNamedFrame(name: string, payload: unknown): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
}

/** A payload that says what kind of event it is. */
interface TypedPayload {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An event named by its payload's `type`. */
export function toTypedFrame(payload: TypedPayload): Buffer {
  return toNamedFrame(payload.type, payload);
}

/**
 * A maker of frames that differ in one string only, for long streams: the payload is serialised
 * once, with a mark where the string goes.
 *
 * @param build makes the payload around the mark, which it must use exactly once
 */
export function frameTemplate(build: (mark: string) => unknown): (text: string) => Buffer {
  const mark = '\u0001';
  const [head = '', tail = ''] = `data: ${JSON.stringify(build(mark))}\n\n`.split(
    JSON.stringify(mark),
  );
  return (text) => Buffer.from(`${head}${JSON.stringify(text)}${tail}`);
}

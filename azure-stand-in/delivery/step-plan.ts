// Plans the order of writes, waits and cuts by which a body is sent.
import type { Fault } from '../faults/fault.ts';
import { burstFor, type Pace } from '../faults/pace.ts';

/** What is done to the response's body, in order. */
export type Step =
  | { readonly kind: 'write'; readonly bytes: Buffer }
  | { readonly kind: 'wait' }
  | { readonly kind: 'cut' };

/**
 * Plans a body.
 *
 * @param frames its events, or one piece when it is not a stream
 */
export function planSteps(frames: readonly Buffer[], fault: Fault, pace: Pace): readonly Step[] {
  return cutAtByte([...stepsOf(frames, fault, pace)], fault['cut-after-bytes']);
}

function* stepsOf(frames: readonly Buffer[], fault: Fault, pace: Pace): Generator<Step> {
  const size = fault.merge === true ? Infinity : burstFor(frames.length, pace);
  let group: Buffer[] = [];
  for (let index = 0; index <= frames.length; index += 1) {
    const frame = frames[index];
    const isStalled = fault['stall-after'] === index;
    const isCut = fault['cut-after-events'] === index;
    if (group.length >= size || isStalled || isCut || frame === undefined) {
      yield* split(group, fault);
      group = [];
    }
    if (isStalled) yield { kind: 'wait' };
    if (isCut) {
      yield { kind: 'cut' };
      return;
    }
    if (frame !== undefined) group.push(frame);
  }
  if (fault['wrong-length'] === true) yield { kind: 'cut' };
}

function* split(group: readonly Buffer[], fault: Fault): Generator<Step> {
  const [first, second] = group;
  if (first === undefined) return;
  const bytes = second === undefined ? first : Buffer.concat(group);
  if (fault['split-bytes'] === true) {
    for (const byte of bytes) yield { kind: 'write', bytes: Buffer.from([byte]) };
    return;
  }
  // A byte from 0x80 to 0xbf continues a character: a cut before it is a cut through the character.
  const inside = fault['split-utf8'] === true ? bytes.findIndex((byte) => byte >> 6 === 2) : -1;
  if (inside > 0) yield { kind: 'write', bytes: bytes.subarray(0, inside) };
  yield { kind: 'write', bytes: inside > 0 ? bytes.subarray(inside) : bytes };
}

function cutAtByte(steps: readonly Step[], limit: number | undefined): readonly Step[] {
  if (limit === undefined) return steps;
  let left = limit;
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'write') continue;
    if (step.bytes.length >= left) {
      const last: Step = { kind: 'write', bytes: step.bytes.subarray(0, left) };
      return [...steps.slice(0, index), last, { kind: 'cut' }];
    }
    left -= step.bytes.length;
  }
  return steps;
}

// Owns: turning an answer, its faults and its pace into a head and a list of steps. Pure: it writes
// nothing and waits for nothing, `delivery.ts` does.
import { gzipSync } from 'node:zlib';
import { toFrame } from './event-frame.ts';
import type { Fault } from './fault.ts';
import { failure, Refusal } from './refusal.ts';
import type { Answer } from './operation.ts';
import type { Pace } from './pace.ts';

/** What is done to the response's body, in order. */
export type Step =
  | { readonly kind: 'write'; readonly bytes: Buffer }
  | { readonly kind: 'wait' }
  | { readonly kind: 'cut' };

/** A response, ready to be delivered. */
export interface DeliveryPlan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Plans the delivery. A fault that names a status or `html` takes the answer's place. */
export function planDelivery(answer: Answer, fault: Fault, pace: Pace): DeliveryPlan {
  const content = contentOf(answer, fault);
  const frames = fault.gzip === true ? [gzipSync(Buffer.concat(content.frames))] : content.frames;
  const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
  const length = fault['wrong-length'] === true ? bytes + 10 : bytes;
  return {
    status: content.status,
    headers: {
      ...content.headers,
      ...(fault.gzip === true ? { 'content-encoding': 'gzip' } : {}),
      ...(content.isStream && fault['wrong-length'] !== true
        ? {}
        : { 'content-length': String(length) }),
    },
    steps: cutBytes([...planSteps(frames, fault, pace)], fault),
  };
}

interface Content {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly frames: readonly Buffer[];
  readonly isStream: boolean;
}

function contentOf(answer: Answer, fault: Fault): Content {
  if (fault.html === true) {
    const page =
      '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n';
    const headers = { 'content-type': 'text/html' };
    return { status: fault.status ?? 502, headers, frames: [Buffer.from(page)], isStream: false };
  }
  const given = fault.status === undefined ? answer : failure(fault.status, retryHeaders(fault));
  if (!(given instanceof Refusal) && given.kind === 'events') {
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      frames: faultyFrames(given.frames, fault),
      isStream: true,
    };
  }
  const json = Buffer.from(JSON.stringify(given.body));
  return {
    status: given instanceof Refusal ? given.status : 200,
    headers: {
      'content-type': 'application/json',
      ...(given instanceof Refusal ? given.headers : {}),
    },
    frames: [fault['malformed-json'] === true ? json.subarray(0, json.length / 2) : json],
    isStream: false,
  };
}

function retryHeaders(fault: Fault): Readonly<Record<string, string>> {
  const names = ['retry-after', 'retry-after-ms'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (fault[name] === undefined ? [] : [[name, String(fault[name])]])),
  );
}

function faultyFrames(frames: readonly Buffer[], fault: Fault): readonly Buffer[] {
  let made = frames;
  if (fault['error-frame'] !== undefined)
    made = [...made.slice(0, fault['error-frame']), ERROR_FRAME];
  if (fault['malformed-json'] === true) {
    made = made.map((frame, index) =>
      index === 1 ? Buffer.concat([frame.subarray(0, frame.length / 2), END]) : frame,
    );
  }
  return fault.crlf === true
    ? made.map((frame) => Buffer.from(frame.toString().replaceAll('\n', '\r\n')))
    : made;
}

const END = Buffer.from('\n\n');
/** github openai/openai-node, src/core/streaming.ts: an event with `error` ends the stream. */
const ERROR_FRAME = toFrame({
  error: {
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    param: null,
    code: null,
  },
});

function* planSteps(frames: readonly Buffer[], fault: Fault, pace: Pace): Generator<Step> {
  const size = fault.merge === true ? Infinity : pace.burst;
  let group: Buffer[] = [];
  const flush = function* (): Generator<Step> {
    if (group.length > 0) yield* split(Buffer.concat(group), fault);
    group = [];
  };
  for (const [index, frame] of frames.entries()) {
    if (fault['stall-after'] === index) yield* [...flush(), { kind: 'wait' } as const];
    if (fault['cut-after-events'] === index) {
      yield* [...flush(), { kind: 'cut' } as const];
      return;
    }
    group.push(frame);
    if (group.length >= size) yield* flush();
  }
  yield* flush();
  if (fault['wrong-length'] === true) yield { kind: 'cut' };
}

function* split(bytes: Buffer, fault: Fault): Generator<Step> {
  if (fault['split-bytes'] === true) {
    for (const byte of bytes) yield { kind: 'write', bytes: Buffer.from([byte]) };
    return;
  }
  // A byte from 0x80 to 0xbf continues a character: cutting before it cuts the character.
  const inside = fault['split-utf8'] === true ? bytes.findIndex((byte) => byte >> 6 === 2) : -1;
  if (inside > 0) yield { kind: 'write', bytes: bytes.subarray(0, inside) };
  yield { kind: 'write', bytes: inside > 0 ? bytes.subarray(inside) : bytes };
}

function cutBytes(steps: readonly Step[], fault: Fault): readonly Step[] {
  let left = fault['cut-after-bytes'];
  if (left === undefined) return steps;
  const kept: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'write' && step.bytes.length > left) {
      return [...kept, { kind: 'write', bytes: step.bytes.subarray(0, left) }, { kind: 'cut' }];
    }
    if (step.kind === 'write') left -= step.bytes.length;
    kept.push(step);
  }
  return steps;
}

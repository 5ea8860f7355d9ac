// Turns an answer, its faults and its pace into a status, headers and a list of steps. delivery.ts carries
// them out.
import { encode } from './encoding.ts';
import type { Fault } from '../faults/fault.ts';
import { failure, Refusal } from '../answers/refusal.ts';
import type { Answer, EventsAnswer } from '../answers/answer.ts';
import type { Pace } from '../faults/pace.ts';
import { planSteps, type Step } from './step-plan.ts';
import { chunkFailure, failureOf } from './stream-failure.ts';

/** A response, ready to be delivered. */
export interface DeliveryPlan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Plans the delivery. A fault that names a status or `html` takes the answer's place. */
export function planDelivery(answer: Answer, fault: Fault, pace: Pace): DeliveryPlan {
  const content = contentOf(answer, fault);
  const encoding = fault.encoding ?? (fault.gzip === true ? 'gzip' : undefined);
  const frames =
    encoding === undefined ? content.frames : [encode(encoding, Buffer.concat(content.frames))];
  const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
  const length = fault['wrong-length'] === true ? bytes + 10 : bytes;
  return {
    status: content.status,
    headers: {
      ...content.headers,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      ...(content.isStream && fault['wrong-length'] !== true
        ? {}
        : { 'content-length': String(length) }),
    },
    steps: planSteps(frames, fault, pace),
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
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        ...given.headers,
        ...retryHeaders(fault),
      },
      frames: faultyFrames(given, fault),
      isStream: true,
    };
  }
  if (!(given instanceof Refusal) && given.kind === 'bytes') {
    const { status = 200, headers, bytes } = given;
    return { status, headers, frames: [bytes], isStream: false };
  }
  const json = pad(Buffer.from(JSON.stringify(given.body)), fault['body-bytes'] ?? 0);
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

/** JSON may end in spaces. */
function pad(json: Buffer, length: number): Buffer {
  return Buffer.concat([json, Buffer.alloc(Math.max(0, length - json.length), ' ')]);
}

function retryHeaders(fault: Fault): Readonly<Record<string, string>> {
  const names = ['retry-after', 'retry-after-ms'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (fault[name] === undefined ? [] : [[name, String(fault[name])]])),
  );
}

function faultyFrames(answer: EventsAnswer, fault: Fault): readonly Buffer[] {
  const { frames, failureFrames = chunkFailure } = answer;
  const [failure, at] = failureOf(fault) ?? [undefined, frames.length];
  const ending = failure === undefined ? [] : failureFrames(failure, at);
  let made: readonly Buffer[] = [...frames.slice(0, at), ...ending];
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

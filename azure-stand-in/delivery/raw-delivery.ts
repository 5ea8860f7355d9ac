// Answers that Node's own server would not write: any status, odd headers. They go to the socket as they are.
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Fault } from '../faults/fault.ts';
import type { DeliveryPlan } from './delivery-plan.ts';

/** The `location` headers that a fault can ask for, each a whole line or two. */
const LOCATIONS: Readonly<Record<string, readonly string[]>> = {
  tab: ['location: /openai/v1/realtime/calls/rtc_a\tb'],
  control: ['location: /openai/v1/realtime/calls/rtc_a\u0001b'],
  two: ['location: /openai/v1/realtime/calls/rtc_a', 'location: /openai/v1/realtime/calls/rtc_b'],
};

/** Statuses without a body. */
const BODILESS = [101, 204, 304];

/** True when the fault needs this way of writing. */
export function isRaw(fault: Fault): boolean {
  return fault['raw-status'] !== undefined || fault.location !== undefined;
}

/** Writes the whole answer and ends the connection. */
export function deliverRaw(plan: DeliveryPlan, fault: Fault, response: ServerResponse): void {
  const status = fault['raw-status'] ?? plan.status;
  const body = BODILESS.includes(status)
    ? Buffer.alloc(0)
    : Buffer.concat(plan.steps.map((step) => (step.kind === 'write' ? step.bytes : EMPTY)));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Odd'}`,
    ...headerLines(plan, fault),
    ...(status === 101
      ? ['connection: upgrade', 'upgrade: websocket']
      : ['connection: close', ...(status === 204 ? [] : [`content-length: ${body.length}`])]),
  ];
  response.socket?.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  response.socket?.destroySoon();
}

const EMPTY = Buffer.alloc(0);

function headerLines({ headers }: DeliveryPlan, fault: Fault): readonly string[] {
  const own = [
    'content-length',
    'connection',
    ...(fault.location === undefined ? [] : ['location']),
  ];
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    own.includes(name) ? [] : [`${name}: ${value}`],
  );
  return [...lines, ...(LOCATIONS[fault.location ?? ''] ?? [])];
}

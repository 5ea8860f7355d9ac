// The meter of a WebSocket as a whole. The turns of a Responses socket are counted one by one instead.

import type { AzureCall, RequestContext } from '../context.ts';
import { FREE } from './bounds/bound.ts';
import { isBounded } from './bounds/bound-call.ts';
import { Meter } from './meter.ts';
import { meteringOf } from './metering.ts';
import { refuseUnboundedOperation } from './bounds/not-metered.ts';

/** Azure ends a session after an hour: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio */
const LONGEST_SOCKET_MS = 65 * 60_000;

/**
 * Counts the opening of a socket, which is under way until it ends; undefined where it is not counted.
 *
 * @throws RequestFailure where the caller may not open it
 */
export async function openSocketMeter(
  context: RequestContext,
  call: AzureCall,
): Promise<Meter | undefined> {
  const { operation } = call;
  const metering = meteringOf(context, call);
  if (metering === undefined) return undefined;
  if (isBounded(call)) refuseUnboundedOperation(operation, context.request.method);
  if (hasTurns(call)) return undefined;
  const meter = new Meter(context, metering, {
    item: operation.path,
    bound: FREE,
    expiresInMs: LONGEST_SOCKET_MS,
  });
  await meter.reserve();
  return meter;
}

/** Whether each of its messages may be a request of its own. */
export function hasTurns({ operation }: AzureCall): boolean {
  return operation.modelIn === 'message' && operation.capability === 'responses';
}

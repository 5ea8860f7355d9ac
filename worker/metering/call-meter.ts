// The meter of an HTTP request: what changes in its body, what its attempts may have cost, and what its
// answer says that it took.

import type { AzureCall, RequestContext } from '../context.ts';
import type { ExaminedAnswer } from '../accounts/stream-beginning.ts';
import type { Failure } from '../contract/failure.ts';
import type { Facts } from '../contract/log.ts';
import type { Result } from '../contract/result.ts';
import { parseObject } from '../formats/json.ts';
import type { Reply } from '../http/reply.ts';
import type { Destination } from '../models/destination.ts';
import { timeoutsOf } from '../models/timeouts.ts';
import { countIn } from '../request/count-value.ts';
import type { BodyChanges } from '../request/outgoing-body.ts';
import type { RequestBody } from '../request/read-body.ts';
import type { Outcome } from './amounts.ts';
import type { Bound } from './bounds/bound.ts';
import { boundCall, isBounded, limitedTo, type MeteredCall } from './bounds/bound-call.ts';
import { leftHeaders } from './left-headers.ts';
import { Meter } from './meter.ts';
import { meteringOf } from './metering.ts';
import { refuseUnboundedOperation } from './bounds/not-metered.ts';
import { refusalOutcome } from './refusal-outcome.ts';
import { takenBy } from './taken.ts';

/** Time for an answer after its first byte. Afterwards it counts in full. */
const STREAMING_MS = 10 * 60_000;

/**
 * Reserves what a request can take at most; undefined where nothing is counted for its caller.
 *
 * @throws RequestFailure where that is not allowed
 */
export async function openMeter(
  context: RequestContext,
  call: AzureCall,
  request: MeteredCall,
): Promise<CallMeter | undefined> {
  const metering = meteringOf(context, call);
  if (metering === undefined) return undefined;
  const { operation } = call;
  const { model } = request;
  if (isBounded(call)) refuseUnboundedOperation(operation, context.request.method);
  const bound = boundCall(call, request);
  const { headersMs, firstByteMs } = timeoutsOf(model);
  const meter = new Meter(context, metering, {
    item: model?.id ?? operation.path,
    bound,
    expiresInMs: headersMs + firstByteMs + STREAMING_MS,
  });
  await meter.reserve();
  return new CallMeter(context, call, { ...request, bound }, meter);
}

interface Counted extends MeteredCall {
  readonly bound: Bound;
}

export class CallMeter {
  readonly #context: RequestContext;
  readonly #call: AzureCall;
  readonly #request: Counted;
  readonly #meter: Meter;
  /** What the present attempt counts. */
  #exposure: Outcome = 'nothing';

  constructor(context: RequestContext, call: AzureCall, request: Counted, meter: Meter) {
    this.#context = context;
    this.#call = call;
    this.#request = request;
    this.#meter = meter;
  }

  /** The changes of the body, with its output limited to what was granted. */
  get changes(): BodyChanges {
    const { changes, bound } = this.#request;
    return limitedTo(this.#meter.units, changes, bound);
  }

  /** Has to be called before each attempt. @throws RequestFailure where one more cannot be paid */
  async beforeAttempt(): Promise<void> {
    if (this.#exposure === 'nothing') return;
    await this.#meter.renew();
    this.#exposure = 'nothing';
  }

  /** From here on Azure may work on the request. */
  sending(): void {
    this.#exposure = 'all';
  }

  /** What an attempt came to. */
  afterAttempt(result: Result<ExaminedAnswer, Failure>): void {
    this.#exposure = result.ok ? exposureOf(result.value) : exposureTo(result.error);
  }

  /** The request fails, and nothing more is sent. */
  abandon(): void {
    this.#context.note(this.#meter.settle(this.#exposure));
  }

  /** The answer with what is left. It is settled when it has ended. */
  finish(reply: Reply, destination: Destination): Reply {
    const { plan, states } = this.#meter;
    const now = this.#context.instance.now();
    const headers = { ...reply.headers, ...leftHeaders(plan, states, now) };
    const { ending } = reply;
    // A client that left does not read, so the body does not end.
    if (ending === undefined || this.#context.clientLeft()) {
      this.#context.note(this.#meter.settle(this.#outcomeOfHeaders(reply)));
      return { ...reply, headers };
    }
    const settled = ending.then((facts) => ({
      ...facts,
      ...this.#meter.settle(this.#outcomeOf(facts, destination)),
    }));
    this.#context.waitUntil(settled);
    return { ...reply, headers, ending: settled };
  }

  /** A refusal may be a failure inside of a stream that had begun. */
  #outcomeOfHeaders({ status, body }: Reply): Outcome {
    if (status < 400 || this.#exposure === 'all') return 'all';
    return refusalOutcome(
      status,
      typeof body === 'string' ? parseObject(body)?.['error'] : undefined,
    );
  }

  #outcomeOf(facts: Facts, { route }: Destination): Outcome {
    const { model, bound, body } = this.#request;
    // Each picture of a stream comes with its own count.
    const isPartial =
      this.#call.operation.capability === 'images' &&
      isStreamed(body) &&
      (countIn(body, 'n') ?? 1) > 1;
    if (facts.outcome !== 'complete' || isPartial) return 'all';
    const percent = route.pricePercent;
    return takenBy(facts, { model, percent, ordered: bound.ordered });
  }
}

function isStreamed(body: RequestBody): boolean {
  return body.kind === 'json' ? body.root.get('stream') === true : body.kind === 'form';
}

/**
 * Azure bills what it processed, answered or not, and a 408:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/manage-costs. A stream that fails on a rate limit
 * was not processed.
 */
function exposureOf({ response: { status }, wasStream }: ExaminedAnswer): Outcome {
  if (wasStream === true) return status === 429 ? 'nothing' : 'all';
  return status < 400 || status === 408 ? 'all' : 'nothing';
}

/** Where no answer came, Azure may have worked all the same. Without a token nothing was sent. */
function exposureTo({ kind }: Failure): Outcome {
  return kind === 'upstream_timeout' ||
    kind === 'upstream_unreachable' ||
    kind === 'upstream_stream_interrupted'
    ? 'all'
    : 'nothing';
}

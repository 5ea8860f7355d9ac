// The meter of an HTTP request: what changes in its body, what its attempts may have cost, and what its
// answer says that it took.

import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure, type Failure } from '../contract/failure.ts';
import type { Facts } from '../contract/log.ts';
import type { Result } from '../contract/result.ts';
import { parseObject, isObject } from '../formats/json.ts';
import type { Reply } from '../http/reply.ts';
import type { Model } from '../models/catalog.ts';
import type { Destination } from '../models/destination.ts';
import { timeoutsOf } from '../models/timeouts.ts';
import { countIn } from '../request/count-value.ts';
import type { BodyChanges } from '../request/outgoing-body.ts';
import type { RequestBody } from '../request/read-body.ts';
import { boundOf, FREE, type Bound } from './bound.ts';
import { leftHeaders } from './left-headers.ts';
import { Meter, type Outcome } from './meter.ts';
import { refuseUnboundedMembers, refuseUnboundedOperation } from './not-metered.ts';
import { withLimit } from './output-limit.ts';
import { takenBy } from './taken.ts';

/** A request whose model is known, if it has one. */
export interface MeteredCall {
  readonly body: RequestBody;
  readonly model: Model | undefined;
  readonly changes: BodyChanges;
}

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
  const { plan } = call.caller;
  const { ledger } = context.instance;
  if (plan === undefined || ledger === undefined) return undefined;
  const { body, model, changes } = request;
  if (isBounded(call)) refuseUnboundedOperation(call.operation, context.request.method);
  const bound = boundFor(call, request);
  const { headersMs, firstByteMs } = timeoutsOf(model);
  const meter = new Meter(context, ledger, {
    plan,
    item: model?.id ?? call.operation.path,
    bound,
    expiresInMs: headersMs + firstByteMs + STREAMING_MS,
  });
  await meter.reserve();
  return new CallMeter(context, call, { body, model, bound, changes }, meter);
}

/** Whether money or tokens of the caller are limited. */
export function isBounded({ caller }: AzureCall): boolean {
  return caller.plan?.limits.some(({ kind }) => kind === 'budget' || kind === 'tokens') === true;
}

/** @throws RequestFailure for what cannot be bounded */
function boundFor(call: AzureCall, { body, model, changes }: MeteredCall): Bound {
  const { operation } = call;
  if (isBounded(call) && operation.capability !== undefined) {
    if (model === undefined) throw notMetered('a request without a model');
    if (body.kind === 'json') refuseUnboundedMembers(body.root);
    refuseUnpriced(call, model);
  }
  return model === undefined ? FREE : boundOf({ operation, body, model, changes });
}

/** The program refuses such a stack, but not variables that were written by hand. */
export function refuseUnpriced({ caller }: AzureCall, { id, price }: Model): void {
  const hasBudget = caller.plan?.limits.some(({ kind }) => kind === 'budget') === true;
  if (hasBudget && price === undefined) throw notMetered(`\`${id}\`, which has no price,`);
}

function notMetered(what: string): RequestFailure {
  return new RequestFailure({ kind: 'not_metered', what });
}

interface Counted extends MeteredCall {
  readonly bound: Bound;
}

export class CallMeter {
  readonly #context: RequestContext;
  readonly #call: AzureCall;
  readonly #request: Counted;
  readonly #meter: Meter;
  /** What the attempts so far count at least. */
  #exposure: Outcome = 'nothing';

  constructor(context: RequestContext, call: AzureCall, request: Counted, meter: Meter) {
    this.#context = context;
    this.#call = call;
    this.#request = request;
    this.#meter = meter;
  }

  /** The changes of the body, with its output limited to what was granted. */
  get changes(): BodyChanges {
    const { changes, bound, model } = this.#request;
    const { limit, most } = bound;
    const isLowered = this.#meter.units < most;
    return limit === undefined || model === undefined || !isLowered
      ? changes
      : withLimit(changes, limit, this.#meter.units);
  }

  /** Has to be called before each attempt. @throws RequestFailure where one more cannot be paid */
  async beforeAttempt(): Promise<void> {
    if (this.#exposure !== 'nothing') await this.#meter.renew();
    this.#exposure = 'all';
  }

  /** What an attempt came to. */
  afterAttempt(result: Result<{ readonly response: Response }, Failure>): void {
    this.#exposure = result.ok
      ? exposureOf(result.value.response.status)
      : exposureTo(result.error);
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
    // The end of a body that nobody reads is not seen: the client has left, or it is not text.
    if (ending === undefined || this.#context.clientLeft()) {
      const outcome = reply.status >= 400 ? refusalOutcome(reply) : 'all';
      this.#context.note(this.#meter.settle(outcome));
      return { ...reply, headers };
    }
    const settled = ending.then((facts) => ({
      ...facts,
      ...this.#meter.settle(this.#outcomeOf(facts, destination)),
    }));
    this.#context.waitUntil(settled);
    return { ...reply, headers, ending: settled };
  }

  #outcomeOf(facts: Facts, { route }: Destination): Outcome {
    const { model, bound, body } = this.#request;
    const isWhole =
      facts.outcome === 'complete' || facts.outcome === 'ended_early' || facts.outcome === 'failed';
    // Each picture of a stream comes with its own count.
    const isPartial =
      this.#call.operation.capability === 'images' &&
      isStreamed(body) &&
      (countIn(body, 'n') ?? 1) > 1;
    if (!isWhole || isPartial) return 'all';
    return takenBy(facts, { model, percent: route.pricePercent, ordered: bound.ordered }) ?? 'all';
  }
}

function isStreamed(body: RequestBody): boolean {
  return body.kind === 'json' ? body.root.get('stream') === true : body.kind === 'form';
}

/**
 * Azure bills what it processed, answered or not, and a 408:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/manage-costs
 */
function exposureOf(status: number): Outcome {
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

/** The model reasoned until its limit, and had nothing to say: openai/openai-python#2886. */
const UNFINISHED = /output limit was reached/;

/**
 * Of refusals, the documents name those by the content filter, which works beside the model, and of an
 * input that is too long.
 */
function refusalOutcome({ status, body }: Reply): Outcome {
  if (status === 408) return 'all';
  if (status !== 400 || typeof body !== 'string') return 'nothing';
  const error = parseObject(body)?.['error'];
  if (!isObject(error)) return 'nothing';
  const { code, message } = error;
  if (code === 'content_filter' || UNFINISHED.test(String(message))) return 'all';
  return code === 'context_length_exceeded' ? 'input' : 'nothing';
}

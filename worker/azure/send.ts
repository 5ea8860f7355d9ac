// A request on its way: what it carries along, what is learnt about it for its log line, and
// the steps that HTTP and WebSocket requests share.

import type { Attempted } from '../accounts/failover.ts';
import type { Caller } from '../access/authenticate.ts';
import { toTimeouts } from '../config/build-catalog.ts';
import type { Choice, Model, Timeouts } from '../models/catalog.ts';
import type { Config } from '../config/parse-config.ts';
import type { Destination } from '../accounts/find-destinations.ts';
import type { GatewayError } from '../contract/errors.ts';
import type { LogLine } from '../contract/log.ts';
import { openStream, type Answer } from './first-bytes.ts';
import type { Operation } from '../operations/table.ts';
import type { Patience } from '../wait.ts';
import { isEventStream, relay } from '../response/relay-answer.ts';
import type { Reply } from '../http/reply.ts';
import type { Rests } from '../models/cooldowns.ts';
import { ok, type Result } from '../contract/result.ts';
import { retryHeaders } from '../contract/retry-headers.ts';
import type { StreamPlan } from '../stream/plan.ts';
import type { Target } from '../operations/parse-target.ts';
import type { UserRate } from '../access/user-rate.ts';
import { callUpstream, type UpstreamRequest } from './call-azure.ts';

/** What a request is answered with besides itself. */
export interface Gateway {
  readonly config: Result<Config, readonly string[]>;
  readonly fetch: typeof fetch;
  readonly log: (line: LogLine) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The next number in [0, 1), which decides between routes to a model. */
  readonly draw: () => number;
  /** Which deployments are left in peace. */
  readonly rests: Rests;
  /** undefined: users may ask as often as they like. */
  readonly userRate: UserRate | undefined;
}

/** What is learnt about a request on its way, for its log line. */
export type Trace = { -readonly [Field in keyof LogLine]?: LogLine[Field] | undefined };

/** A request on its way. */
export interface Exchange {
  readonly request: Request;
  readonly gateway: Gateway;
  readonly trace: Trace;
  readonly elapsed: () => number;
  /** Whether the client is gone. Nothing is waited for any more then. */
  readonly hasLeft: () => boolean;
  readonly wait: Patience['wait'];
}

/** A request that is Azure's to answer. */
export interface Call {
  readonly operation: Operation;
  readonly target: Target;
  readonly caller: Caller;
  readonly config: Config;
  readonly choice: Choice;
}

/** Sends a request to Azure and notes what is known of it. */
export async function send(
  { request, gateway, trace, wait }: Exchange,
  { caller, operation }: Call,
  { backend, deployedAs: deployment, imageDeployment, model }: Destination,
  what: Pick<UpstreamRequest, 'url' | 'body' | 'socket' | 'signal'>,
): Promise<Result<Answer, GatewayError>> {
  trace.region = backend.name;
  if (deployment !== '') trace.deployment = deployment;
  const { method, headers } = request;
  const key = backend.key ?? caller.key;
  const { headersMs, firstByteMs } = timeoutsOf(model);
  const upstream = await callUpstream(
    { ...what, method, headers, key, imageDeployment, timeoutMs: headersMs },
    { wait, fetch: gateway.fetch },
  );
  if (!upstream.ok) return upstream;
  const response = upstream.value;
  trace.id = requestId(response.headers);
  if (response.status >= 300 || !isEventStream(response)) return ok({ response });
  const mayBeEmpty = operation.chunks === 'other';
  const opening = await openStream(response.body, firstByteMs, mayBeEmpty, wait);
  return opening.ok ? ok({ response, opening: opening.value }) : opening;
}

const DEFAULT_TIMEOUTS = toTimeouts();

/** How long Azure may be silent about a model; the defaults where none is named. */
export function timeoutsOf(model: Model | undefined): Timeouts {
  return model?.timeouts ?? DEFAULT_TIMEOUTS;
}

/** Brings Azure's answer into the client's form. */
export async function receive(
  { request, gateway, trace, elapsed, wait }: Exchange,
  { destination, upstream, opening, retryAfterMs }: Attempted,
  plan: StreamPlan,
): Promise<Result<Reply, GatewayError>> {
  const relayed = await relay(upstream, {
    ...plan,
    ownKey: destination.backend.key !== undefined,
    client: request.signal,
    onFirstByte: () => (trace.firstByteMs ??= elapsed()),
    onUsage: (usage) => Object.assign(trace, usage),
    now: gateway.now,
    opening,
    wait,
  });
  if (!relayed.ok) trace.upstreamStatus = upstream.status;
  if (!relayed.ok || retryAfterMs === undefined) return relayed;
  const headers = { ...relayed.value.headers, ...retryHeaders(retryAfterMs) };
  return ok({ ...relayed.value, headers });
}

/** The SDKs show `x-request-id`; Azure's support asks for `apim-request-id`: make them one. */
function requestId(upstream: Headers): string | undefined {
  return upstream.get('apim-request-id') ?? upstream.get('x-request-id') ?? undefined;
}

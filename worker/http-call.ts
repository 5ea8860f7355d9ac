// Owns: an HTTP request that is Azure's to answer: read body -> find model -> call -> relay.

import { describeAdaptation } from './adaptation.ts';
import type { Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { attempt } from './attempts.ts';
import { findDestinations } from './destination.ts';
import { receive, send, type Call, type Exchange } from './exchange.ts';
import type { Operation } from './operations.ts';
import type { Reply } from './reply.ts';
import { readBody } from './request-body.ts';
import { adaptationOf, outgoingBody } from './request-model.ts';
import { ok, type Result } from './result.ts';
import type { RelayOptions } from './stream.ts';
import { retryHeaders } from './retry-headers.ts';
import { buildUrl } from './upstream.ts';

/** Relays a request and its answer. */
export async function relayRequest(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { operation, target } = call;
  const body = await readBody(exchange.request, operation.takes);
  if (!body.ok) return body;
  const found = findDestinations(exchange, call, body.value);
  if (!found.ok) return found;

  const [{ model }] = found.value;
  const adaptation = adaptationOf(operation, body.value, model);
  const attempted = await attempt(exchange, call, body.value, found.value, (destination) =>
    send(exchange, call, destination, {
      url: buildUrl({ operation, target, ...destination }),
      body: outgoingBody(operation, body.value, destination, adaptation),
    }),
  );
  if (!attempted.ok) return attempted;

  const { destination, upstream, retryAfterMs } = attempted.value;
  const filter = streamFilter(operation, model);
  const relayed = await receive(exchange, destination, upstream, filter);
  if (!relayed.ok) return relayed;
  const adapted = describeAdaptation(adaptation);
  const headers = {
    ...relayed.value.headers,
    ...(adapted !== undefined && { 'x-adapted-parameters': adapted }),
    ...(retryAfterMs !== undefined && retryHeaders(retryAfterMs)),
  };
  return ok({ ...relayed.value, headers });
}

function streamFilter({ chunks }: Operation, model: Model | undefined): RelayOptions['filter'] {
  if (chunks === 'other') return 'none';
  if (chunks === 'text') return 'opener';
  return model?.asyncFilter === true ? 'all' : 'auto';
}

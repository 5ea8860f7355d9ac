// Owns: an HTTP request that is Azure's to answer: read body -> find model -> call -> relay.

import { describeAdaptation } from './adaptation.ts';
import type { Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { findDestination } from './destination.ts';
import { receive, send, type Call, type Exchange } from './exchange.ts';
import type { Operation } from './operations.ts';
import type { Reply } from './reply.ts';
import { readBody } from './request-body.ts';
import { adaptationOf, outgoingBody } from './request-model.ts';
import { ok, type Result } from './result.ts';
import type { RelayOptions } from './stream.ts';
import { buildUrl } from './upstream.ts';

/** Relays a request and its answer. */
export async function relayRequest(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { operation, target } = call;
  const body = await readBody(exchange.request, operation.takes);
  if (!body.ok) return body;
  const found = findDestination(exchange, call, body.value);
  if (!found.ok) return found;

  const destination = found.value;
  const adaptation = adaptationOf(operation, body.value, destination.model);
  const upstream = await send(exchange, call, destination, {
    url: buildUrl({ operation, target, ...destination }),
    body: outgoingBody(operation, body.value, destination, adaptation),
  });
  if (!upstream.ok) return upstream;

  const filter = streamFilter(operation, destination.model);
  const relayed = await receive(exchange, destination, upstream.value, filter);
  const adapted = describeAdaptation(adaptation);
  if (!relayed.ok || adapted === undefined) return relayed;
  const { headers } = relayed.value;
  return ok({ ...relayed.value, headers: { ...headers, 'x-adapted-parameters': adapted } });
}

function streamFilter({ chunks }: Operation, model: Model | undefined): RelayOptions['filter'] {
  if (chunks === 'other') return 'none';
  if (chunks === 'text') return 'opener';
  return model?.asyncFilter === true ? 'all' : 'auto';
}

// Owns: an HTTP request that is Azure's to answer: read body -> find model -> call -> relay.

import { describeAdaptation } from './adaptation.ts';
import type { Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { chooseBackend, findModel, send, type Call, type Exchange } from './exchange.ts';
import type { Operation } from './operations.ts';
import { relay } from './relay.ts';
import type { Reply } from './reply.ts';
import { readBody } from './request-body.ts';
import { outgoingBody } from './request-model.ts';
import { ok, type Result } from './result.ts';
import type { RelayOptions } from './stream.ts';
import { buildUrl } from './upstream.ts';

/** Relays a request and its answer. */
export async function relayRequest(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { request, trace } = exchange;
  const { operation, target, config } = call;
  const body = await readBody(request, operation.takes);
  if (!body.ok) return body;
  const model = findModel(call, body.value, trace);
  if (!model.ok) return model;

  const backend = chooseBackend(config, model.value);
  const outgoing = outgoingBody(operation, body.value, model.value);
  const upstream = await send(exchange, call, {
    url: buildUrl({ operation, target, model: model.value, backend }),
    backend,
    body: outgoing.content,
  });
  if (!upstream.ok) return upstream;

  const relayed = await relay(upstream.value, {
    ownKey: backend.key !== undefined,
    filter: streamFilter(operation, model.value),
    client: request.signal,
    onFirstByte: () => (trace.firstByteMs ??= exchange.elapsed()),
  });
  if (!relayed.ok) trace.upstreamStatus = upstream.value.status;
  const adapted = describeAdaptation(outgoing.adaptation);
  if (!relayed.ok || adapted === undefined) return relayed;
  const { headers } = relayed.value;
  return ok({ ...relayed.value, headers: { ...headers, 'x-adapted-parameters': adapted } });
}

function streamFilter({ chunks }: Operation, model: Model | undefined): RelayOptions['filter'] {
  if (chunks === 'other') return 'none';
  if (chunks === 'text') return 'opener';
  return model?.asyncFilter === true ? 'all' : 'auto';
}

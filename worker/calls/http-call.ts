// An HTTP request that is Azure's to answer: read body -> find model -> call -> relay.

import { describeAdaptation } from '../request/adapt-parameters.ts';
import type { GatewayError } from '../contract/errors.ts';
import { attempt } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { receive, send, type Call, type Exchange } from '../azure/send.ts';
import { UPLOAD_TIMEOUT_MS } from '../contract/limits.ts';
import type { Reply } from '../http/reply.ts';
import { readBody } from '../request/read-body.ts';
import { adaptationOf, outgoingBody } from '../request/named-model.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { planStream } from '../stream/plan.ts';
import { buildUrl } from '../azure/call-azure.ts';
import { usageEdit } from '../request/ask-for-usage.ts';

/** Relays a request and its answer. */
export async function relayRequest(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { operation, target, config } = call;
  const body = await exchange.wait(UPLOAD_TIMEOUT_MS, readBody(exchange.request, operation.takes));
  if (!body) return err({ kind: 'request_timeout', timeoutMs: UPLOAD_TIMEOUT_MS });
  if (!body.ok) return body;
  const found = findDestinations(exchange, call, body.value);
  if (!found.ok) return found;

  const model = found.value[0]?.model;
  const adaptation = adaptationOf(operation, body.value, model);
  const asking = config.settings.usage ? usageEdit(operation, body.value, model) : undefined;
  const edits = asking ? new Map([...adaptation, ['stream_options', asking]]) : adaptation;
  const attempted = await attempt(exchange, call, body.value, found.value, (destination, signal) =>
    send(exchange, call, destination, {
      signal,
      url: buildUrl({ operation, target, ...destination }),
      body: outgoingBody(operation, body.value, destination, edits),
    }),
  );
  if (!attempted.ok) return attempted;

  const plan = planStream(call, attempted.value.destination, !!asking);
  const relayed = await receive(exchange, attempted.value, plan);
  const adapted = describeAdaptation(adaptation);
  if (!relayed.ok || !adapted) return relayed;
  const { headers } = relayed.value;
  return ok({ ...relayed.value, headers: { ...headers, 'x-adapted-parameters': adapted } });
}

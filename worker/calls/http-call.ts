// An HTTP request that Azure answers: read the body, find the accounts, try them, relay the answer.

import { tryAccounts } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { buildUrl } from '../azure/build-url.ts';
import { send } from '../azure/send.ts';
import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { UPLOAD_TIMEOUT_MS } from '../contract/limits.ts';
import type { Reply } from '../http/reply.ts';
import { adaptBody, describeChanges } from '../request/adapt-parameters.ts';
import { usageEdit } from '../request/request-usage.ts';
import { outgoingBody, type BodyChanges } from '../request/outgoing-body.ts';
import { readBody } from '../request/read-body.ts';
import { relayAnswer } from '../response/relay-answer.ts';
import { planStream } from '../stream/plan.ts';
import { findModel } from './find-model.ts';

/**
 * Relays a request and its answer.
 *
 * @throws RequestFailure where it fails as expected
 */
export async function relayRequest(context: RequestContext, call: AzureCall): Promise<Reply> {
  const { operation, target, config } = call;
  const body = await context.timer.waitFor(
    UPLOAD_TIMEOUT_MS,
    readBody(context.request, operation, context.held.add),
  );
  if (body === undefined) {
    throw new RequestFailure({ kind: 'request_timeout', timeoutMs: UPLOAD_TIMEOUT_MS });
  }
  const found = findModel(call, body);
  context.note({ model: found?.name });
  const destinations = findDestinations(context, call, body, found?.model);

  const model = found?.model;
  const adapted = adaptBody(operation, body, model);
  const usage = config.settings.usage ? usageEdit(operation, body, model) : undefined;
  const changes: BodyChanges =
    usage === undefined
      ? adapted
      : { ...adapted, members: new Map([...adapted.members, ['stream_options', usage]]) };
  const answer = await tryAccounts(context, { call, body, destinations }, (destination, signal) => {
    const url = buildUrl({ operation, target, destination });
    const outgoing = outgoingBody(operation, body, destination, changes);
    return send(context, call, destination, { url, body: outgoing }, signal);
  });

  // The body is not needed any more.
  context.held.end();
  const plan = planStream(call, answer.destination, usage !== undefined);
  const reply = await relayAnswer(context, answer, plan);
  const described = describeChanges(adapted);
  if (described === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'x-adapted-parameters': described } };
}

// An HTTP request that Azure answers: read the body, find the accounts, try them, relay the answer.

import { tryAccounts } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { buildUrl } from '../azure/build-url.ts';
import { send } from '../azure/send.ts';
import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { UPLOAD_TIMEOUT_MS } from '../contract/limits.ts';
import type { MemberEdit } from '../formats/json-edit.ts';
import type { Reply } from '../http/reply.ts';
import { openMeter } from '../metering/call-meter.ts';
import { adaptBody, describeChanges } from '../request/adapt-parameters.ts';
import { usageEdit } from '../request/request-usage.ts';
import { outgoingBody, type BodyChanges } from '../request/outgoing-body.ts';
import { readBody } from '../request/read-body.ts';
import { relayAnswer } from '../response/relay-answer.ts';
import { countsTokens, planStream } from '../stream/plan.ts';
import { findModel } from './find-model.ts';

/**
 * Relays a request and its answer.
 *
 * @throws RequestFailure where it fails as expected
 */
export async function relayRequest(context: RequestContext, call: AzureCall): Promise<Reply> {
  const { operation, target } = call;
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
  const meter = await openMeter(context, call, { body, model, changes: adapted });
  const described = meter?.changes ?? adapted;
  const usage = countsTokens(call) ? usageEdit(operation, body, model) : undefined;
  const changes = withUsage(described, usage);
  const search = { call, body, destinations, meter };
  try {
    const answer = await tryAccounts(context, search, (destination, signal) => {
      const url = buildUrl({ operation, target, destination });
      const outgoing = outgoingBody(operation, body, destination, changes);
      return send(context, call, destination, { url, body: outgoing }, signal);
    });

    // The body is not needed any more.
    context.held.end();
    const plan = planStream(call, answer.destination, usage !== undefined);
    const relayed = await relayAnswer(context, answer, plan);
    const reply = meter === undefined ? relayed : meter.finish(relayed, answer.destination);
    return withHeader(reply, 'x-adapted-parameters', describeChanges(described));
  } catch (error) {
    meter?.abandon();
    throw error;
  }
}

function withUsage(changes: BodyChanges, usage: MemberEdit | undefined): BodyChanges {
  if (usage === undefined) return changes;
  return { ...changes, members: new Map([...changes.members, ['stream_options', usage]]) };
}

function withHeader(reply: Reply, name: string, value: string | undefined): Reply {
  return value === undefined ? reply : { ...reply, headers: { ...reply.headers, [name]: value } };
}

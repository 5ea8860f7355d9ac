// Opening a WebSocket to Azure for a client.

import { tryAccounts } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { buildPreviewSocketUrl, buildUrl } from '../azure/build-url.ts';
import { send } from '../azure/send.ts';
import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { subprotocols } from '../http/headers.ts';
import type { Reply } from '../http/reply.ts';
import type { Target } from '../operations/parse-target.ts';
import type { RequestBody } from '../request/read-body.ts';
import { relayAnswer } from '../response/relay-answer.ts';
import { planStream } from '../stream/plan.ts';
import { findModel } from './find-model.ts';
import { withLiveDeployments } from './live-messages.ts';
import { relayResponsesSocket } from './socket-messages.ts';

/**
 * Answers 101 with a socket that leads to Azure, or with the error that Azure gave.
 *
 * @throws RequestFailure where it fails as expected
 */
export async function openSocket(context: RequestContext, call: AzureCall): Promise<Reply> {
  const { operation, target, choice } = call;
  const { headers } = context.request;
  const body: RequestBody = { kind: 'opaque', stream: null };
  const found = findModel(call, body);
  context.note({ model: found?.name });
  const destinations = findDestinations(context, call, body, found?.model);

  const isPreview = operation.path === 'realtime' && speaksPreview(headers, target);
  const protocol = offeredProtocol(headers);
  const answer = await tryAccounts(context, { call, body, destinations }, (destination, signal) => {
    const address = { operation, target, destination };
    const isNamed = destination.model !== undefined;
    const url = isPreview && isNamed ? buildPreviewSocketUrl(address) : buildUrl(address);
    return send(context, call, destination, { url, body: null, socket: { protocol } }, signal);
  });
  const { destination, response } = answer;
  if (response.status !== 101) {
    return relayAnswer(context, answer, planStream(call, destination));
  }
  const { webSocket } = response;
  if (webSocket === null) throw new RequestFailure({ kind: 'upstream_invalid_response' });
  // Realtime is relayed natively, close codes included.
  const forClient =
    operation.modelIn === 'message'
      ? relayResponsesSocket(webSocket, {
          choice,
          backend: destination.route.backend,
          ...(operation.capability === 'live' && { rewrite: withLiveDeployments }),
        })
      : webSocket;
  return {
    status: 101,
    headers: protocol === undefined ? {} : { 'sec-websocket-protocol': protocol },
    body: null,
    webSocket: forClient,
  };
}

const REALTIME = 'realtime';

/**
 * The subprotocol to offer to Azure, and to answer with. Those that carry a key or an old beta's name
 * are not passed on: https://platform.openai.com/docs/guides/realtime-websocket
 */
function offeredProtocol(headers: Headers): string | undefined {
  return subprotocols(headers).find((protocol) => protocol === REALTIME);
}

/** Whether the client speaks the preview's events, which the preview's URL serves. */
function speaksPreview(headers: Headers, { isDated }: Target): boolean {
  const betas = (headers.get('openai-beta') ?? '').split(',').map((beta) => beta.trim());
  return (
    isDated ||
    betas.includes('realtime=v1') ||
    subprotocols(headers).includes('openai-beta.realtime-v1')
  );
}

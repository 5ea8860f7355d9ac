// Opening a WebSocket to Azure for a client.

import { tryAccounts } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { cancelQuietly } from '../azure/first-bytes.ts';
import { buildPreviewSocketUrl, buildUrl } from '../azure/build-url.ts';
import { send } from '../azure/send.ts';
import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import type { Backend } from '../models/backend.ts';
import { isRestricted } from '../models/catalog.ts';
import { subprotocols } from '../http/headers.ts';
import type { Reply } from '../http/reply.ts';
import type { Meter } from '../metering/meter.ts';
import { hasTurns, openSocketMeter } from '../metering/socket-meter.ts';
import { Turns } from '../metering/turns.ts';
import type { Operation } from '../operations/operation.ts';
import type { Target } from '../operations/parse-target.ts';
import type { RequestBody } from '../request/read-body.ts';
import { relayAnswer } from '../response/relay-answer.ts';
import { planStream } from '../stream/plan.ts';
import { findModel } from './find-model.ts';
import { relaySocket } from './relay-socket.ts';
import { judgeMessage, judgeTurn, type Served } from './socket-messages.ts';

/**
 * Answers 101 with a socket that leads to Azure, or with the error that Azure gave.
 *
 * @throws RequestFailure where it fails as expected
 */
export async function openSocket(context: RequestContext, call: AzureCall): Promise<Reply> {
  refuseBrokenUpgrade(context.request.headers);
  const meter = await openSocketMeter(context, call);
  try {
    const reply = await connect(context, call, meter);
    if (reply.webSocket === undefined) meter?.settle('nothing');
    return reply;
  } catch (error) {
    meter?.settle('nothing');
    throw error;
  }
}

/** @throws RequestFailure where it fails as expected */
async function connect(
  context: RequestContext,
  call: AzureCall,
  meter: Meter | undefined,
): Promise<Reply> {
  const { operation, target } = call;
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
  const { status, webSocket } = response;
  if (status < 300 && !webSocket) {
    await cancelQuietly(response.body);
    throw new RequestFailure({ kind: 'upstream_invalid_response' }, { upstreamStatus: status });
  }
  if (!webSocket) return relayAnswer(context, answer, planStream(call, destination));
  return {
    status: 101,
    headers: protocol === undefined ? {} : { 'sec-websocket-protocol': protocol },
    body: null,
    webSocket: relayed(context, call, webSocket, destination.route.backend, meter),
  };
}

/**
 * The client's end. Messages that need not be read are relayed natively, close codes included.
 */
function relayed(
  context: RequestContext,
  call: AzureCall,
  azure: WebSocket,
  backend: Backend,
  meter: Meter | undefined,
): WebSocket {
  const { held, instance } = context;
  const { operation, caller, choice } = call;
  const { accountData, expires } = caller;
  const protocol = protocolOf(operation);
  const isChecked = isRestricted(choice) || !accountData || meter !== undefined;
  if (protocol === 'realtime' && !isChecked && expires === undefined) return azure;
  const served: Served = { choice, accountData, backend, protocol };
  const isCounted = caller.plan !== undefined && hasTurns(call);
  const turns = isCounted ? new Turns(context, call, backend) : undefined;
  return relaySocket(azure, {
    onMessage: (data, bytes) =>
      turns === undefined
        ? judgeMessage(data, bytes, served)
        : judgeTurn(data, bytes, served, turns),
    onAnswer:
      turns &&
      ((data) => {
        turns.see(data);
      }),
    onEnd: () => {
      turns?.end();
      meter?.settle('all');
    },
    held,
    expiresInMs: expires === undefined ? Infinity : expires * 1000 - instance.now(),
  });
}

function protocolOf({ modelIn, capability }: Operation): Served['protocol'] {
  if (modelIn !== 'message') return 'realtime';
  return capability === 'live' ? 'live' : 'responses';
}

/** The runtime answers such a handshake itself, after Azure's socket was opened, which then stays open. */
function refuseBrokenUpgrade(headers: Headers): void {
  const isWhole = headers.has('sec-websocket-key') && headers.get('sec-websocket-version') === '13';
  if (!isWhole) throw new RequestFailure({ kind: 'upgrade_required' });
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

// The rows of the Realtime API in the table of WebSockets, GA and preview
// (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets).
import { describeModel, type ModelFacts } from '../models/model-facts.ts';
import { invalidRequest, notFound, unsupportedQuery, type Refusal } from '../answers/refusal.ts';
import { missingParameter } from '../reading/parameter.ts';
import type { Session, SocketCall, SocketOperation } from '../sockets/session.ts';
import { LiveSession } from './live-session.ts';
import { realtimeOf } from './realtime-store.ts';
import { RealtimeSession } from './realtime-session.ts';
import { TranslationSession } from './translation-session.ts';

export const REALTIME_SOCKETS: readonly SocketOperation[] = [
  {
    surface: 'v1',
    path: 'realtime',
    // Both names are legal (github maximhq/bifrost#3760).
    deploymentIn: ['model', 'deployment'],
    capability: 'realtime',
    open,
  },
  {
    surface: 'classic',
    path: 'realtime',
    deploymentIn: ['deployment'],
    capability: 'realtime',
    open: (call, model) =>
      model === undefined && call.query.get('call_id') === null
        ? invalidRequest("Missing required parameter: 'deployment'.", 'deployment')
        : open(call, model),
  },
  {
    surface: 'v1',
    path: 'realtime/translations',
    deploymentIn: ['model', 'deployment'],
    capability: 'translation',
    open: (call, model) =>
      model === undefined ? missingParameter('model') : new TranslationSession(call, model),
  },
  {
    surface: 'v1',
    path: 'live/sessions',
    deploymentIn: [],
    capability: 'live',
    open: (call) => new LiveSession(call),
  },
];

/** The three uses of one path exclude each other: a conversation, a transcription, a call's side channel. */
function open(call: SocketCall, model: ModelFacts | undefined): Session | Refusal {
  const { query } = call;
  if (query.get('intent') === 'transcription') {
    // github maximhq/bifrost#3760 and fastrepl/anarlog#4193, on Azure
    return model === undefined
      ? new RealtimeSession(call, undefined)
      : unsupportedQuery('intent=transcription does not take a deployment on the querystring.');
  }
  if (model !== undefined) return new RealtimeSession(call, model);
  const callId = query.get('call_id');
  return callId === null
    ? unsupportedQuery(
        'This operation requires either deployment=<deployment-id> or intent=transcription present ' +
          'on the querystring.',
      )
    : watchCall(call, callId);
}

/**
 * A second connection to a WebRTC call, to watch it
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-webrtc). Only the account that has
 * the call knows it.
 */
function watchCall(call: SocketCall, callId: string): Session | Refusal {
  const name = realtimeOf(call.memory).get(callId)?.deployment;
  const deployment = call.account.deployments.find((known) => known.name === name);
  return deployment === undefined
    ? notFound(`Call with id '${callId}' not found.`)
    : new RealtimeSession(call, describeModel(deployment.model, deployment.version));
}

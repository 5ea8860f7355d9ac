// The rows of the Realtime API in the table of WebSockets, GA and preview
// (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets).
import { describeModel, type ModelFacts } from '../models/model-facts.ts';
import { invalidRequest, notFound, type Refusal } from '../answers/refusal.ts';
import type { Session, SocketCall, SocketOperation } from '../sockets/session.ts';
import { realtimeOf } from './realtime-store.ts';
import { RealtimeSession } from './realtime-session.ts';

export const REALTIME_SOCKETS: readonly SocketOperation[] = [
  { surface: 'v1', path: 'realtime', deploymentIn: 'model', capability: 'realtime', open },
  {
    surface: 'classic',
    path: 'realtime',
    deploymentIn: 'deployment',
    capability: 'realtime',
    open,
  },
];

function open(call: SocketCall, model: ModelFacts | undefined): Session | Refusal {
  if (model !== undefined) return new RealtimeSession(call, model);
  if (call.surface === 'v1' && call.query.get('intent') === 'transcription') {
    return new RealtimeSession(call, undefined);
  }
  const callId = call.query.get('call_id');
  if (callId === null) {
    const name = call.surface === 'v1' ? 'model' : 'deployment';
    return invalidRequest(`Missing required parameter: '${name}'.`, name);
  }
  // A second connection to a WebRTC call, to watch it (same site, "Realtime API via WebRTC").
  const name = realtimeOf(call.memory).get(callId)?.deployment;
  const deployment = call.account.deployments.find((known) => known.name === name);
  return deployment === undefined
    ? notFound(`Call with id '${callId}' not found.`)
    : new RealtimeSession(call, describeModel(deployment.model, deployment.version));
}

// The Realtime operations over HTTP: a secret for a browser, a WebRTC call
// (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-webrtc), and accepting one.
// No media flows.
import { isObject, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import { describeModel, type ModelFacts } from '../models/model-facts.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import {
  deploymentNotFound,
  invalidRequest,
  notFound,
  operationNotSupported,
  Refusal,
  unsupportedMediaType,
} from '../answers/refusal.ts';
import { missingParameter } from '../reading/parameter.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { tokenId } from '../text/token-id.ts';
import { dialectOf } from './dialect.ts';
import { realtimeOf } from './realtime-store.ts';
import { defaultConfig, mergeConfig, transcriptionModel } from './session-config.ts';

/** The rows of the table of operations. Only v1 has them. */
export const REALTIME_OPERATIONS: readonly Operation[] = [
  {
    scope: 'account',
    surface: 'v1',
    method: 'POST',
    path: 'realtime/client_secrets',
    answer: answerClientSecret,
  },
  {
    scope: 'account',
    surface: 'v1',
    method: 'POST',
    path: 'realtime/calls',
    answer: answerCall,
  },
  {
    scope: 'account',
    surface: 'v1',
    method: 'POST',
    path: 'realtime/calls/{id}/accept',
    answer: acceptCall,
  },
  ...['hangup', 'refer', 'reject'].map((action): Operation => ({
    scope: 'account',
    surface: 'v1',
    method: 'POST',
    path: `realtime/calls/{id}/${action}`,
    answer: (call) => endCall(call, action),
  })),
];

/** Ten minutes (https://platform.openai.com/docs/api-reference/realtime-sessions). */
const DEFAULT_LIFE_S = 600;

function answerClientSecret(call: Call): Answer {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const given = isObject(body['session']) ? body['session'] : {};
  const model = findSessionModel(call, given);
  if (model instanceof Refusal) return model;
  const source = realtimeOf(call.memory).nextSource();
  const life = isObject(body['expires_after'])
    ? numberField(body['expires_after'], 'seconds')
    : undefined;
  const dialect = dialectOf(call.surface);
  const config = defaultConfig(dialect, tokenId('sess_', source), model.servedName, call.createdS);
  // The session names the dated snapshot that serves it, not the deployment.
  const session = mergeConfig(config, { ...given, model: model.servedName });
  const expires_at = call.createdS + (life ?? DEFAULT_LIFE_S);
  return { kind: 'json', body: { value: tokenId('ek_', source), expires_at, session } };
}

/** The offer is the body, or the part `sdp` of a form whose part `session` names the deployment. */
function answerCall(call: Call): Answer {
  const { request, query, memory, form } = call;
  const type = request.headers['content-type'] ?? '';
  if (form === undefined && !/^application\/sdp\s*(;|$)/i.test(type)) {
    return unsupportedMediaType(`content-type '${type}', use 'application/sdp'`);
  }
  const offer = form === undefined ? request.body.toString() : textField(form.fields, 'sdp');
  const session =
    form === undefined
      ? { model: query.get('model') ?? undefined }
      : parseSession(textField(form.fields, 'session'));
  if (offer?.startsWith('v=') !== true) {
    return invalidRequest("Invalid 'sdp': expected a session description.", 'sdp', 'invalid_value');
  }
  const model = findSessionModel(call, session);
  if (model instanceof Refusal) return model;
  const id = tokenId('rtc_', realtimeOf(memory).nextSource());
  realtimeOf(memory).put({ id, deployment: textField(session, 'model') ?? '' });
  return {
    kind: 'bytes',
    status: 201,
    headers: {
      'content-type': 'application/sdp',
      location: `/openai/v1/realtime/calls/${id}`,
    },
    bytes: Buffer.from(answerOffer(offer)),
  };
}

/**
 * The body is the session: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-sip.
 * The stand-in takes no telephone calls, so what is accepted is a WebRTC call.
 */
function acceptCall(call: Call): Answer {
  const [id = ''] = call.params;
  const calls = realtimeOf(call.memory);
  const made = calls.get(id);
  if (made === undefined) return notFound(`Call with id '${id}' not found.`);
  const session = readJsonBody(call.request);
  if (session instanceof Refusal) return session;
  const name = textField(session, 'model') ?? made.deployment;
  const model = findSessionModel(call, { model: name });
  if (model instanceof Refusal) return model;
  calls.put({ id, deployment: name });
  return { kind: 'bytes', headers: {}, bytes: Buffer.alloc(0) };
}

/**
 * Ends a call: https://platform.openai.com/docs/api-reference/realtime-calls; in Azure's v1 as there
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-sip).
 */
function endCall(call: Call, action: string): Answer {
  const [id = ''] = call.params;
  const calls = realtimeOf(call.memory);
  if (calls.get(id) === undefined) return notFound(`Call with id '${id}' not found.`);
  if (action === 'refer') {
    const body = readJsonBody(call.request);
    if (body instanceof Refusal) return body;
    if (textField(body, 'target_uri') === undefined) return missingParameter('target_uri');
  }
  calls.remove(id);
  return { kind: 'bytes', headers: {}, bytes: Buffer.alloc(0) };
}

/** The offer as the other side would answer it: the same media, the opposite role. */
function answerOffer(offer: string): string {
  return offer
    .replaceAll(/^s=.*$/gm, 's=Azure OpenAI stand-in')
    .replaceAll('a=setup:actpass', 'a=setup:active');
}

function parseSession(text: string | undefined): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/**
 * A session names its deployment in `model`. One of type `transcription` names it in its transcription,
 * unlike at OpenAI a deployment of the same account (https://learn.microsoft.com/azure/foundry/openai/
 * realtime-audio-reference, "RealtimeAudioInputTranscriptionSettings").
 */
function findSessionModel({ account, surface }: Call, session: JsonObject): ModelFacts | Refusal {
  const isTranscription = session['type'] === 'transcription';
  const name = isTranscription
    ? transcriptionModel(dialectOf(surface), session)
    : textField(session, 'model');
  const param = isTranscription ? 'session.audio.input.transcription.model' : 'session.model';
  if (name === undefined) {
    const message = `Missing required parameter: '${param}'.`;
    return invalidRequest(message, param, 'missing_required_parameter');
  }
  const deployment = account.deployments.find((known) => known.name === name);
  if (deployment === undefined) return deploymentNotFound();
  const model = describeModel(deployment.model, deployment.version);
  const serves = isTranscription
    ? /transcribe|whisper/.test(deployment.model)
    : model.capabilities.includes('realtime');
  return serves ? model : operationNotSupported('realtime', model.name);
}

// The smallest request that shows whether a model answers.
import { traitsOf } from '../../worker/traits/traits.ts';
import type { Capability } from '../../worker/traits/known-models.ts';
import type { Question } from '../context/ask.ts';
import { silentWav } from './silent-wav.ts';

/** A request to one model, or why none is sent. */
export type TinyRequest =
  | { readonly kind: 'http'; readonly path: string; readonly question: Question }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'none'; readonly why: string };

/** Reasoning models think within this limit, and answer with nothing where it is not enough. */
const TOKENS = 16;

/** What a request for a model needs. Best first: cheapest, and without anything that is kept. */
const MAKERS: readonly (readonly [Capability, (model: string) => TinyRequest])[] = [
  [
    'chat',
    (model) =>
      json('chat/completions', {
        model,
        messages: [{ role: 'user', content: 'Say ok.' }],
        max_completion_tokens: TOKENS,
      }),
  ],
  [
    'responses',
    (model) =>
      json('responses', { model, input: 'Say ok.', max_output_tokens: TOKENS, store: false }),
  ],
  ['completions', (model) => json('completions', { model, prompt: 'Say ok.', max_tokens: TOKENS })],
  ['embeddings', (model) => json('embeddings', { model, input: 'ok' })],
  ['speech', (model) => json('audio/speech', { model, input: 'ok', voice: 'alloy' })],
  ['transcription', transcription],
  [
    'realtime',
    (model) => ({ kind: 'socket', path: `/v1/realtime?model=${encodeURIComponent(model)}` }),
  ],
];

/**
 * The request for a model.
 *
 * @param name as clients use it
 * @param azureName Azure's name of the model; undefined: not known
 * @param images whether a picture may be requested
 */
export function tinyRequest(
  name: string,
  azureName: string | undefined,
  images: boolean,
): TinyRequest {
  const capabilities = traitsOf(azureName ?? name).capabilities;
  // Of models of which nothing is known, most take chats.
  if (capabilities === undefined) return requestFor('chat', name);
  if (capabilities.includes('images')) {
    if (!images)
      return { kind: 'none', why: 'not asked, because a picture costs money; --images asks' };
    return json('images/generations', { model: name, prompt: 'A dot', size: '1024x1024', n: 1 });
  }
  const [able] = MAKERS.filter(([capability]) => capabilities.includes(capability));
  if (able !== undefined) return able[1](name);
  return {
    kind: 'none',
    why: `not asked: the doctor has no request for ${capabilities.join(', ')}`,
  };
}

/** Whether the model is known to answer chats, or nothing is known about it. */
export function takesChats(name: string, azureName: string | undefined): boolean {
  return traitsOf(azureName ?? name).capabilities?.includes('chat') ?? true;
}

function requestFor(capability: Capability, name: string): TinyRequest {
  const [maker] = MAKERS.filter(([each]) => each === capability);
  return maker === undefined ? { kind: 'none', why: 'not asked' } : maker[1](name);
}

/** A request that the gateway refuses before it goes anywhere, if it names an account that is not there. */
export function routeQuestion(name: string, request: TinyRequest): TinyRequest {
  if (request.kind !== 'socket') return request;
  return json('realtime/client_secrets', { session: { type: 'realtime', model: name } });
}

function json(path: string, body: object): TinyRequest {
  return {
    kind: 'http',
    path: `/v1/${path}`,
    question: {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  };
}

function transcription(model: string): TinyRequest {
  const body = new FormData();
  body.set('model', model);
  body.set('response_format', 'json');
  body.set('file', new Blob([silentWav(0.5)], { type: 'audio/wav' }), 'silence.wav');
  return { kind: 'http', path: '/v1/audio/transcriptions', question: { method: 'POST', body } };
}

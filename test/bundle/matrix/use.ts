// The requests of the matrix: one for each method of each row of the operations table and each form
// that its answer can have, made from the row alone.
import type { Capability } from '../../../worker/traits/known-models.ts';
import type { Method, Operation } from '../../../worker/operations/operation.ts';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { bytesAnswer, jsonAnswer, sdpAnswer, streamOf, type Answer } from './answer.ts';

/**
 * The form of an answer, and how the gateway relays it. In `counted`, `inspected`, `events` and `smooth`
 * JavaScript reads the body on its way to the client.
 */
export type Form = 'whole' | 'counted' | 'streamed' | 'inspected' | 'events' | 'smooth' | 'socket';

/** One line of the matrix. */
export interface Use {
  readonly title: string;
  readonly operation: Operation;
  readonly form: Form;
  readonly request: {
    readonly method: Method;
    readonly path: string;
    readonly type: string | undefined;
    readonly body: Buffer | undefined;
  };
  /** The correct answer of Azure. Not used for a socket. */
  readonly answer: Answer;
}

/** A deployed model of each capability. */
export const MODEL_OF: Readonly<Record<Capability, string>> = {
  chat: 'gpt-4o',
  completions: 'gpt-35-turbo-instruct',
  embeddings: 'text-embedding-3-small',
  responses: 'gpt-5.4-mini',
  images: 'gpt-image-2',
  transcription: 'gpt-4o-mini-transcribe',
  translation: 'whisper',
  speech: 'gpt-4o-mini-tts',
  realtime: 'gpt-realtime-1.5',
  'realtime-translation': 'gpt-realtime-translate',
  live: 'gpt-live-1',
};

/** Paths that can answer with a stream, besides those whose rows say so. */
const STREAMING = new Set([
  'responses/{id}',
  'images/generations',
  'images/edits',
  'audio/transcriptions',
  'audio/speech',
]);

/** All of them. */
export const USES: readonly Use[] = OPERATIONS.flatMap((operation) =>
  operation.methods.flatMap((method) =>
    formsOf(operation, method).map((form) => makeUse(operation, method, form)),
  ),
);

function formsOf({ path, stream, capability, upgrade }: Operation, method: Method): Form[] {
  if (upgrade) return ['socket'];
  const isLookedAt = stream !== 'other';
  const streams = (isLookedAt || STREAMING.has(path)) && method !== 'DELETE';
  return [
    'whole',
    ...(capability !== undefined && path !== 'audio/speech' ? (['counted'] as const) : []),
    ...(streams ? (['streamed'] as const) : []),
    ...(isLookedAt ? (['inspected', 'events', 'smooth'] as const) : []),
  ];
}

function makeUse(operation: Operation, method: Method, form: Form): Use {
  const isStream = form !== 'whole' && form !== 'counted' && form !== 'socket';
  const kind = operation.path === 'images/edits' ? ` (${operation.takes.join()})` : '';
  const query = [
    ...(operation.modelIn === 'query'
      ? [`model=${MODEL_OF[operation.capability ?? 'realtime']}`]
      : []),
    ...(isStream && method === 'GET' ? ['stream=true'] : []),
  ].join('&');
  const path = operation.path
    .replaceAll(/\{action\}/g, 'refer')
    .replaceAll(/\{\w+\}|\*\*/g, 'id_1');
  return {
    title: `${method} ${operation.path}${kind}${form === 'whole' ? '' : `, ${form}`}`,
    operation,
    form,
    request: {
      method,
      path: `/v1/${path}${query === '' ? '' : `?${query}`}`,
      ...bodyOf(operation, method, isStream),
    },
    answer: isStream ? streamOf(operation) : wholeOf(operation, method),
  };
}

function wholeOf({ path }: Operation, method: Method): Answer {
  if (path === 'audio/speech' || path === 'files/{id}/content') return bytesAnswer();
  return path === 'realtime/calls' && method === 'POST' ? sdpAnswer() : jsonAnswer();
}

function bodyOf(
  { path, takes, modelIn: model, capability }: Operation,
  method: Method,
  isStream: boolean,
): Pick<Use['request'], 'type' | 'body'> {
  if (method !== 'POST' || path.endsWith('/cancel')) return { type: undefined, body: undefined };
  const name = MODEL_OF[capability ?? (model === 'session' ? 'realtime' : 'chat')];
  const session = { type: 'realtime', model: name };
  if (takes.includes('form')) {
    const fields = model === 'session' ? { session: JSON.stringify(session) } : { model: name };
    return formBody({ ...fields, ...(isStream && { stream: 'true' }) });
  }
  const named = model === 'session' ? { session } : model === 'body' ? { model: name } : {};
  const streamFlag = path === 'audio/speech' ? { stream_format: 'sse' } : { stream: true };
  const body = { ...named, ...(isStream && streamFlag) };
  return { type: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

function formBody(fields: Readonly<Record<string, string>>): Pick<Use['request'], 'type' | 'body'> {
  const parts = Object.entries(fields).map(
    ([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  return {
    type: 'multipart/form-data; boundary=b',
    body: Buffer.from(`${parts.join('')}--b--\r\n`),
  };
}

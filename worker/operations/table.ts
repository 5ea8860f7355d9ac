// The table of operations. It decides routing, the URL at Azure, how the model is found, what may be
// sent twice, what costs an unknown amount and who may call. Adding an operation is adding a row.

import type { Method, Operation } from './operation.ts';

type Kind = Omit<Operation, 'methods' | 'path'>;

/** Text, vectors and images, from a body that names the model. */
const GENERATION: Kind = {
  modelIn: 'body',
  modelIsOptional: false,
  style: 'v1',
  hasDeploymentStyle: true,
  takes: ['json'],
  stream: 'other',
  repeatable: true,
  keeps: false,
  scope: 'request',
  upgrade: false,
};

/** What Azure keeps for the one who made it. Bodies are read, because they may name what others keep. */
const STORED: Kind = {
  modelIn: 'none',
  modelIsOptional: true,
  style: 'v1',
  hasDeploymentStyle: false,
  takes: ['json'],
  stream: 'other',
  repeatable: false,
  keeps: true,
  scope: 'request',
  upgrade: false,
};

/** What Azure keeps for all users of the account. */
const SHARED: Kind = { ...STORED, takes: [], scope: 'account' };

const RESPONSE: Kind = {
  ...GENERATION,
  hasDeploymentStyle: false,
  capability: 'responses',
  keeps: true,
};

const IMAGE: Kind = { ...GENERATION, capability: 'images', v1ApiVersion: 'preview' };

const SESSION: Kind = {
  ...GENERATION,
  modelIn: 'session',
  modelIsOptional: true,
  hasDeploymentStyle: false,
  repeatable: false,
};

/** Its events cost money, and their number is not known in advance. */
const REALTIME = { unbounded: 'a realtime session' } as const;

/** A session of GPT-Live: https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference. */
const LIVE = { ...REALTIME, capability: 'live', keeps: true } as const;

const SOCKET: Kind = {
  ...GENERATION,
  hasDeploymentStyle: false,
  takes: [],
  repeatable: false,
  upgrade: true,
};

const GET: readonly Method[] = ['GET'];
const POST: readonly Method[] = ['POST'];
const DELETE: readonly Method[] = ['DELETE'];
const GET_POST: readonly Method[] = ['GET', 'POST'];
const GET_DELETE: readonly Method[] = ['GET', 'DELETE'];
const ALL: readonly Method[] = ['GET', 'POST', 'DELETE'];

/**
 * Styles: v1 wherever it is documented to work; the deployment style for audio, which v1 answers
 * with 404 DeploymentNotFound (vercel/ai#7372, OpenWhispr/openwhispr#997), and for image edits.
 * https://learn.microsoft.com/azure/foundry/openai/latest
 */
export const OPERATIONS: readonly Operation[] = [
  row(POST, 'chat/completions', GENERATION, { capability: 'chat', stream: 'chat' }),
  row(POST, 'completions', GENERATION, { capability: 'completions', stream: 'text' }),
  row(POST, 'embeddings', GENERATION, { capability: 'embeddings' }),

  // Not repeatable: a response is stored unless the request says otherwise.
  row(POST, 'responses', RESPONSE, { stream: 'response', repeatable: false }),
  row(POST, 'responses/compact', RESPONSE),
  row(POST, 'responses/input_tokens', RESPONSE),
  row(GET, 'responses', SOCKET, {
    modelIn: 'message',
    modelIsOptional: true,
    capability: 'responses',
    keeps: true,
  }),
  row(GET, 'responses/{id}', STORED, { repeatable: true }),
  row(DELETE, 'responses/{id}', STORED),
  row(POST, 'responses/{id}/cancel', STORED),
  row(GET, 'responses/{id}/input_items', STORED, { repeatable: true }),
  row(POST, 'conversations', STORED),
  row(ALL, 'conversations/{id}', STORED),
  row(GET_POST, 'conversations/{id}/items', STORED),
  row(GET_DELETE, 'conversations/{id}/items/{item}', STORED),

  row(POST, 'images/generations', IMAGE),
  row(POST, 'images/edits', IMAGE, { style: 'deployment', takes: ['form'] }),
  row(POST, 'images/edits', IMAGE),
  row(POST, 'audio/transcriptions', GENERATION, {
    capability: 'transcription',
    style: 'deployment',
    takes: ['form'],
  }),
  row(POST, 'audio/translations', GENERATION, {
    capability: 'translation',
    style: 'deployment',
    takes: ['form'],
  }),
  row(POST, 'audio/speech', GENERATION, { capability: 'speech', style: 'deployment' }),

  // Files that code interpreter made: https://github.com/Azure/azure-rest-api-specs/pull/37277. Like
  // stored responses they are open to those who know an id, which is in the answer alone.
  row(GET, 'containers/{id}', STORED, { repeatable: true }),
  row(DELETE, 'containers/{id}', STORED),
  row(GET, 'containers/{id}/files', STORED, { repeatable: true }),
  row(GET, 'containers/{id}/files/{file}', STORED, { repeatable: true }),
  row(DELETE, 'containers/{id}/files/{file}', STORED),
  row(GET, 'containers/{id}/files/{file}/content', STORED, { repeatable: true }),

  row(GET, 'realtime', SOCKET, { ...REALTIME, modelIn: 'query', capability: 'realtime' }),
  row(POST, 'realtime/client_secrets', SESSION, REALTIME),
  // https://developers.openai.com/api/docs/guides/realtime-translation
  row(GET, 'realtime/translations', SOCKET, {
    ...REALTIME,
    modelIn: 'query',
    capability: 'realtime-translation',
  }),
  row(POST, 'realtime/translations/client_secrets', SESSION, REALTIME),
  row(POST, 'realtime/calls', SESSION, { ...REALTIME, takes: ['form', 'sdp'], keeps: true }),
  // The body is the session: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-sip
  row(POST, 'realtime/calls/{id}/accept', STORED, {
    ...REALTIME,
    modelIn: 'body',
    takes: ['json'],
  }),
  row(POST, 'realtime/calls/{id}/{action}', STORED, REALTIME),

  row(GET, 'live/sessions', SOCKET, { ...LIVE, modelIn: 'message', modelIsOptional: true }),
  row(POST, 'live/sessions', SESSION, { ...LIVE, modelIsOptional: false }),
  row(GET, 'live/sessions/{id}/attach', SOCKET, {
    ...LIVE,
    modelIn: 'message',
    modelIsOptional: true,
  }),

  row(GET_POST, 'files', SHARED),
  row(GET_DELETE, 'files/{id}', SHARED),
  row(GET, 'files/{id}/content', SHARED),
  row(POST, 'uploads', SHARED),
  row(POST, 'uploads/{id}/{action}', SHARED),
  row(GET_POST, 'batches', SHARED, { modelIn: 'file', unbounded: 'a batch' }),
  row(GET, 'batches/{id}', SHARED),
  row(POST, 'batches/{id}/cancel', SHARED),
  row(GET_POST, 'containers', SHARED, { unbounded: 'a container' }),
  row(POST, 'containers/{id}/files', SHARED),
  row(ALL, 'vector_stores', SHARED, { unbounded: 'a vector store' }),
  row(ALL, 'vector_stores/**', SHARED, { unbounded: 'a vector store' }),
  row(ALL, 'fine_tuning/**', SHARED, { modelIn: 'file', unbounded: 'fine-tuning' }),
];

function row(
  methods: readonly Method[],
  path: string,
  kind: Kind,
  differing?: Partial<Kind>,
): Operation {
  return { ...kind, ...differing, methods, path };
}

// Owns: the table of operations. It drives routing, the upstream URL, how the model is found, what
// may be sent twice and who may call. Adding an operation is adding a row.

import type { UpstreamStyle } from './env.ts';
import type { Capability } from './model-traits.ts';

/**
 * The last dated preview, for deployment-style URLs:
 * https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle.
 */
export const DEFAULT_API_VERSION = '2025-04-01-preview';

/** Where a request names its model. */
export type ModelSource =
  /** `model` in the JSON body or the form. */
  | 'body'
  /** `session.model` in the JSON body, the form's `session`, or `model` in the query. */
  | 'session'
  /** `model`, or Azure's `deployment`, in the query. */
  | 'query'
  /** In each message over a WebSocket. */
  | 'message'
  /** In files at Azure, which nobody here reads. */
  | 'file'
  /** Nowhere: the request is about something that Azure keeps. */
  | 'none';

/** One row. */
export interface Operation {
  /**
   * As in OpenAI's reference; `{id}` stands for one segment, `{action}` for one word, a closing `**`
   * for one segment or more. Of the paths with such parts, the first that fits counts.
   */
  readonly path: string;
  readonly methods: readonly Method[];
  readonly model: ModelSource;
  /** URL style, unless the model overrides it. */
  readonly style: UpstreamStyle;
  /** Whether Azure serves it below `/openai/deployments/{name}` at all. */
  readonly hasDeploymentStyle: boolean;
  /** `api-version` for the v1 style; it takes no other and needs none but for previews. */
  readonly v1ApiVersion?: 'preview';
  /** What the model must be able to do. */
  readonly capability?: Capability;
  /** Bodies that are read, to find the model in them. All others pass through unread. */
  readonly takes: readonly BodyKind[];
  /**
   * What its streams consist of. Chat's may hold chunks that OpenAI's never do; `other` is no stream
   * of words, and never looked at.
   */
  readonly chunks: 'chat' | 'text' | 'response' | 'other';
  /** Sent twice, it does no more than sent once, so that another account may be asked. */
  readonly repeatable: boolean;
  /** It makes or reads what Azure keeps, which only the account that has it can find again. */
  readonly keeps: boolean;
  /** Whose data it is about: the caller's own request, or what all users of the account share. */
  readonly scope: 'request' | 'account';
  /** It is a WebSocket. */
  readonly upgrade: boolean;
}

export type Method = 'GET' | 'POST' | 'DELETE';
export type BodyKind = 'json' | 'form' | 'sdp';

type Kind = Omit<Operation, 'methods' | 'path'>;

const GENERATION: Kind = {
  model: 'body',
  style: 'v1',
  hasDeploymentStyle: true,
  takes: ['json'],
  chunks: 'other',
  repeatable: true,
  keeps: false,
  scope: 'request',
  upgrade: false,
};
const IMAGES: Kind = { ...GENERATION, capability: 'images', v1ApiVersion: 'preview' };
const AUDIO: Kind = { ...GENERATION, style: 'deployment', takes: ['form'] };
const V1_ONLY: Kind = { ...GENERATION, hasDeploymentStyle: false };
const UNREPEATABLE: Kind = { ...V1_ONLY, repeatable: false };
const STORED: Kind = { ...UNREPEATABLE, keeps: true, model: 'none', takes: [] };
const SHARED: Kind = { ...STORED, scope: 'account' };
const SOCKET: Kind = { ...UNREPEATABLE, takes: [], upgrade: true };
const RESPONSES: Partial<Kind> = { capability: 'responses', keeps: true };
const AGAIN: Partial<Kind> = { repeatable: true };

const GET: readonly Method[] = ['GET'];
const POST: readonly Method[] = ['POST'];
const DELETE: readonly Method[] = ['DELETE'];
const GET_POST = [...GET, ...POST];
const GET_DELETE = [...GET, ...DELETE];
const ALL = [...GET_POST, ...DELETE];

function row(
  methods: readonly Method[],
  path: string,
  kind: Kind,
  differing?: Partial<Kind>,
): Operation {
  return { ...kind, ...differing, methods, path };
}

/**
 * Styles: v1 wherever it is documented to work; the deployment style for audio, which v1 answers
 * with 404 DeploymentNotFound (vercel/ai#7372, OpenWhispr/openwhispr#997), and for image edits.
 * https://learn.microsoft.com/azure/foundry/openai/latest
 */
export const OPERATIONS: readonly Operation[] = [
  row(POST, 'chat/completions', GENERATION, { capability: 'chat', chunks: 'chat' }),
  row(POST, 'completions', GENERATION, { capability: 'completions', chunks: 'text' }),
  row(POST, 'embeddings', GENERATION, { capability: 'embeddings' }),

  // Not repeatable: a response is stored unless the request says otherwise.
  row(POST, 'responses', UNREPEATABLE, { ...RESPONSES, chunks: 'response' }),
  row(POST, 'responses/compact', V1_ONLY, RESPONSES),
  row(POST, 'responses/input_tokens', V1_ONLY, RESPONSES),
  row(GET, 'responses', SOCKET, { ...RESPONSES, model: 'message' }),
  row(GET, 'responses/{id}', STORED, AGAIN),
  row(DELETE, 'responses/{id}', STORED),
  row(POST, 'responses/{id}/cancel', STORED),
  row(GET, 'responses/{id}/input_items', STORED, AGAIN),
  row(POST, 'conversations', STORED),
  row(ALL, 'conversations/{id}', STORED),
  row(GET_POST, 'conversations/{id}/items', STORED),
  row(GET_DELETE, 'conversations/{id}/items/{item}', STORED),

  row(POST, 'images/generations', IMAGES),
  row(POST, 'images/edits', IMAGES, { style: 'deployment', takes: ['form'] }),
  row(POST, 'images/edits', IMAGES),
  row(POST, 'audio/transcriptions', AUDIO, { capability: 'transcription' }),
  row(POST, 'audio/translations', AUDIO, { capability: 'translation' }),
  row(POST, 'audio/speech', AUDIO, { capability: 'speech', takes: ['json'] }),

  row(GET, 'realtime', SOCKET, { model: 'query', capability: 'realtime' }),
  row(POST, 'realtime/client_secrets', UNREPEATABLE, { model: 'session' }),
  row(POST, 'realtime/calls', UNREPEATABLE, { model: 'session', takes: ['form', 'sdp'] }),
  // The body is the session: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-sip
  row(POST, 'realtime/calls/{id}/accept', STORED, { model: 'body', takes: ['json'] }),
  row(POST, 'realtime/calls/{id}/{action}', STORED),

  row(GET_POST, 'files', SHARED),
  row(GET_DELETE, 'files/{id}', SHARED),
  row(GET, 'files/{id}/content', SHARED),
  row(POST, 'uploads', SHARED),
  row(POST, 'uploads/{id}/{action}', SHARED),
  row(GET_POST, 'batches', SHARED, { model: 'file' }),
  row(GET, 'batches/{id}', SHARED),
  row(POST, 'batches/{id}/cancel', SHARED),
  row(ALL, 'vector_stores', SHARED),
  row(ALL, 'vector_stores/**', SHARED),
  row(ALL, 'fine_tuning/**', SHARED, { model: 'file' }),
];

const NO_ASSISTANTS = 'Azure OpenAI ended the Assistants API in August 2026; use /v1/responses';
const NO_ACCOUNTS = 'Azure has its own usage and cost pages; OpenAI';

/** What OpenAI has and Azure has not, and what to use in its place. */
const ABSENT: Readonly<Record<string, string>> = {
  moderations:
    'Azure OpenAI has no moderations; its content filter judges every prompt and answer by itself.',
  assistants: `${NO_ASSISTANTS}.`,
  threads: `${NO_ASSISTANTS} with /v1/conversations.`,
  'images/variations': 'Azure OpenAI has no image variations; use /v1/images/edits.',
  organization: `${NO_ACCOUNTS} organizations do not exist there.`,
  dashboard: `${NO_ACCOUNTS} billing does not exist there.`,
};

/** Advice for a path that only OpenAI itself serves. */
export function adviseAbsent(path: string): string | undefined {
  const found = Object.entries(ABSENT).find(
    ([prefix]) => path === prefix || path.startsWith(`${prefix}/`),
  );
  return found?.[1];
}

/** Whether its path has parts that clients fill in. */
export function isTemplate({ path }: Operation): boolean {
  return /[{*]/.test(path);
}

const FIXED = Map.groupBy(
  OPERATIONS.filter((operation) => !isTemplate(operation)),
  ({ path }) => path,
);
const TEMPLATES = OPERATIONS.filter(isTemplate).map((operation) => ({
  segments: operation.path.split('/'),
  operation,
}));

/** The operations at a path, one for each group of methods; empty where there is none. */
export function findOperations(path: string): readonly Operation[] {
  const fixed = FIXED.get(path);
  if (fixed !== undefined) return fixed;
  const segments = path.split('/');
  const fitting = TEMPLATES.filter((template) => fits(segments, template.segments)).map(
    ({ operation }) => operation,
  );
  return fitting.filter((operation) => operation.path === fitting[0]?.path);
}

/** Ids are what Azure makes them of; an encoded slash in one could name something else entirely. */
const ID = /^(?!\.+$)[\w.:-]{1,256}$/;

/** Azure may take `Accept` for `accept`, which has a row of its own. */
const ACTION = /^[a-z_]+$/;

function fits(segments: readonly string[], template: readonly string[]): boolean {
  const open = template.at(-1) === '**';
  if (open ? segments.length < template.length : segments.length !== template.length) return false;
  return segments.every((segment, index) => {
    const expected = template[index] ?? '**';
    if (expected === '{action}') return ACTION.test(segment);
    return expected === '**' || expected.startsWith('{') ? ID.test(segment) : expected === segment;
  });
}

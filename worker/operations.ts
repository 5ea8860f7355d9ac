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
  /** Nowhere: the request is about something that Azure keeps. */
  | 'none';

/** One row. */
export interface Operation {
  /** As in OpenAI's reference; `{id}` stands for one segment, a closing `**` for one or more. */
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
  /** What its streams consist of: chat's may hold chunks that OpenAI's never do. */
  readonly chunks: 'chat' | 'text' | 'other';
  /** Sent twice, it does no more than sent once. For retries, which the gateway does not do yet. */
  readonly repeatable: boolean;
  /** Whose data it is about: the caller's own request, or what all users of the account share. */
  readonly scope: 'request' | 'account';
  /** It is a WebSocket. */
  readonly upgrade: boolean;
}

export type Method = 'GET' | 'POST' | 'DELETE';
export type BodyKind = 'json' | 'form' | 'sdp';

const GENERATION = {
  methods: ['POST'],
  model: 'body',
  style: 'v1',
  hasDeploymentStyle: true,
  takes: ['json'],
  chunks: 'other',
  repeatable: true,
  scope: 'request',
  upgrade: false,
} as const satisfies Partial<Operation>;

const AUDIO = { ...GENERATION, style: 'deployment', takes: ['form'] } as const;
const V1_ONLY = { ...GENERATION, hasDeploymentStyle: false } as const;
const STORED = { ...V1_ONLY, model: 'none', takes: [], repeatable: false } as const;
const READ = { ...STORED, methods: ['GET'], repeatable: true } as const;
const SHARED = { ...STORED, methods: ['GET', 'POST', 'DELETE'], scope: 'account' } as const;
const SOCKET = {
  ...V1_ONLY,
  methods: ['GET'],
  takes: [],
  repeatable: false,
  upgrade: true,
} as const;

/**
 * Styles: v1 wherever it is documented to work; the deployment style for audio, which v1 answers
 * with 404 DeploymentNotFound (vercel/ai#7372, OpenWhispr/openwhispr#997), and for image edits.
 * https://learn.microsoft.com/azure/foundry/openai/latest
 */
export const OPERATIONS: readonly Operation[] = [
  { ...GENERATION, path: 'chat/completions', capability: 'chat', chunks: 'chat' },
  { ...GENERATION, path: 'completions', capability: 'completions', chunks: 'text' },
  { ...GENERATION, path: 'embeddings', capability: 'embeddings' },

  // Not repeatable: a response is stored unless the request says otherwise.
  { ...V1_ONLY, path: 'responses', capability: 'responses', repeatable: false },
  { ...V1_ONLY, path: 'responses/compact', capability: 'responses' },
  { ...V1_ONLY, path: 'responses/input_tokens', capability: 'responses' },
  { ...SOCKET, path: 'responses', model: 'message', capability: 'responses' },
  { ...READ, path: 'responses/{id}' },
  { ...STORED, path: 'responses/{id}', methods: ['DELETE'] },
  { ...STORED, path: 'responses/{id}/cancel' },
  { ...READ, path: 'responses/{id}/input_items' },
  { ...STORED, path: 'conversations' },
  { ...STORED, path: 'conversations/{id}', methods: ['GET', 'POST', 'DELETE'] },
  { ...STORED, path: 'conversations/{id}/items', methods: ['GET', 'POST'] },
  { ...STORED, path: 'conversations/{id}/items/{item}', methods: ['GET', 'DELETE'] },

  { ...GENERATION, path: 'images/generations', capability: 'images', v1ApiVersion: 'preview' },
  {
    ...GENERATION,
    path: 'images/edits',
    capability: 'images',
    style: 'deployment',
    v1ApiVersion: 'preview',
    takes: ['form'],
  },
  { ...GENERATION, path: 'images/edits', capability: 'images', v1ApiVersion: 'preview' },
  { ...AUDIO, path: 'audio/transcriptions', capability: 'transcription' },
  { ...AUDIO, path: 'audio/translations', capability: 'translation' },
  { ...AUDIO, path: 'audio/speech', capability: 'speech', takes: ['json'] },

  { ...SOCKET, path: 'realtime', model: 'query', capability: 'realtime' },
  { ...V1_ONLY, path: 'realtime/client_secrets', model: 'session', repeatable: false },
  {
    ...V1_ONLY,
    path: 'realtime/calls',
    model: 'session',
    takes: ['form', 'sdp'],
    repeatable: false,
  },
  { ...STORED, path: 'realtime/calls/{id}/{action}' },

  { ...SHARED, path: 'files', methods: ['GET', 'POST'] },
  { ...SHARED, path: 'files/{id}', methods: ['GET', 'DELETE'] },
  { ...SHARED, path: 'files/{id}/content', methods: ['GET'] },
  { ...SHARED, path: 'uploads', methods: ['POST'] },
  { ...SHARED, path: 'uploads/{id}/{action}', methods: ['POST'] },
  { ...SHARED, path: 'batches', methods: ['GET', 'POST'] },
  { ...SHARED, path: 'batches/{id}', methods: ['GET'] },
  { ...SHARED, path: 'batches/{id}/cancel', methods: ['POST'] },
  { ...SHARED, path: 'vector_stores' },
  { ...SHARED, path: 'vector_stores/**' },
  { ...SHARED, path: 'fine_tuning/**' },
];

/** What OpenAI has and Azure has not, and what to use in its place. */
const ABSENT: Readonly<Record<string, string>> = {
  moderations:
    'Azure OpenAI has no moderations; its content filter judges every prompt and answer by itself.',
  assistants: 'Azure OpenAI ended the Assistants API in August 2026; use /v1/responses.',
  threads:
    'Azure OpenAI ended the Assistants API in August 2026; use /v1/responses with /v1/conversations.',
  'images/variations': 'Azure OpenAI has no image variations; use /v1/images/edits.',
  organization: 'Azure has its own usage and cost pages; OpenAI organizations do not exist there.',
  dashboard: 'Azure has its own usage and cost pages; OpenAI billing does not exist there.',
};

/** Advice for a path that only OpenAI itself serves. */
export function adviseAbsent(path: string): string | undefined {
  const found = Object.entries(ABSENT).find(
    ([prefix]) => path === prefix || path.startsWith(`${prefix}/`),
  );
  return found?.[1];
}

const FIXED = new Map<string, readonly Operation[]>();
const TEMPLATES: { readonly segments: readonly string[]; readonly operation: Operation }[] = [];
for (const operation of OPERATIONS) {
  if (/[{*]/.test(operation.path)) {
    TEMPLATES.push({ segments: operation.path.split('/'), operation });
  } else {
    FIXED.set(operation.path, [...(FIXED.get(operation.path) ?? []), operation]);
  }
}

/** The operations at a path, one for each group of methods; empty where there is none. */
export function findOperations(path: string): readonly Operation[] {
  const fixed = FIXED.get(path);
  if (fixed !== undefined) return fixed;
  const segments = path.split('/');
  return TEMPLATES.filter((template) => fits(segments, template.segments)).map(
    ({ operation }) => operation,
  );
}

/** Ids are what Azure makes them of; an encoded slash in one could name something else entirely. */
const ID = /^(?!\.+$)[\w.:-]{1,256}$/;

function fits(segments: readonly string[], template: readonly string[]): boolean {
  const open = template.at(-1) === '**';
  if (open ? segments.length < template.length : segments.length !== template.length) return false;
  return segments.every((segment, index) => {
    const expected = template[index] ?? '**';
    return expected === '**' || expected.startsWith('{') ? ID.test(segment) : expected === segment;
  });
}

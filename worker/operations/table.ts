// The table of operations. It drives routing, the upstream URL, how the model is found, what
// may be sent twice and who may call. Adding an operation is adding a row.

import type { UpstreamStyle } from '../contract/env.ts';
import type { Capability } from '../models/traits.ts';

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
  readonly modelIn: ModelSource;
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
  modelIn: 'body',
  style: 'v1',
  hasDeploymentStyle: true,
  takes: ['json'],
  chunks: 'other',
  repeatable: true,
  keeps: false,
  scope: 'request',
  upgrade: false,
};
const IMAGES: Partial<Kind> = { capability: 'images', v1ApiVersion: 'preview' };
const FORMS: Kind = { ...GENERATION, style: 'deployment', takes: ['form'] };
const V1_ONLY: Kind = { ...GENERATION, hasDeploymentStyle: false };
const UNREPEATABLE: Kind = { ...V1_ONLY, repeatable: false };
const STORED: Kind = { ...UNREPEATABLE, keeps: true, modelIn: 'none', takes: [] };
const SHARED: Kind = { ...STORED, scope: 'account' };
const SOCKET: Kind = { ...UNREPEATABLE, takes: [], upgrade: true };
const RESPONSES: Partial<Kind> = { capability: 'responses', keeps: true };

const POST: readonly Method[] = ['POST'];
const METHODS: readonly Method[] = ['GET', ...POST, 'DELETE'];

/** What several rows have in common, and the path of each behind its methods: POST, unless told; `ALL` for all three. */
type Group = readonly [kind: Kind, ...rows: string[]];

/**
 * Styles: v1 wherever it is documented to work; the deployment style for audio, which v1 answers
 * with 404 DeploymentNotFound (vercel/ai#7372, OpenWhispr/openwhispr#997), and for image edits.
 * https://learn.microsoft.com/azure/foundry/openai/latest
 */
const GROUPS: readonly Group[] = [
  [{ ...GENERATION, capability: 'chat', chunks: 'chat' }, 'chat/completions'],
  [{ ...GENERATION, capability: 'completions', chunks: 'text' }, 'completions'],
  [{ ...GENERATION, capability: 'embeddings' }, 'embeddings'],

  // Not repeatable: a response is stored unless the request says otherwise.
  [{ ...UNREPEATABLE, ...RESPONSES, chunks: 'response' }, 'responses'],
  [{ ...V1_ONLY, ...RESPONSES }, 'responses/compact', 'responses/input_tokens'],
  [{ ...SOCKET, ...RESPONSES, modelIn: 'message' }, 'GET responses'],
  [{ ...STORED, repeatable: true }, 'GET responses/{id}', 'GET responses/{id}/input_items'],
  [
    STORED,
    'DELETE responses/{id}',
    'responses/{id}/cancel',
    'conversations',
    'ALL conversations/{id}',
    'GET POST conversations/{id}/items',
    'GET DELETE conversations/{id}/items/{item}',
  ],

  [{ ...FORMS, ...IMAGES }, 'images/edits'],
  [{ ...GENERATION, ...IMAGES }, 'images/edits', 'images/generations'],
  [{ ...FORMS, capability: 'transcription' }, 'audio/transcriptions'],
  [{ ...FORMS, capability: 'translation' }, 'audio/translations'],
  [{ ...GENERATION, style: 'deployment', capability: 'speech' }, 'audio/speech'],

  [{ ...SOCKET, modelIn: 'query', capability: 'realtime' }, 'GET realtime'],
  [{ ...UNREPEATABLE, modelIn: 'session' }, 'realtime/client_secrets'],
  [{ ...UNREPEATABLE, modelIn: 'session', takes: ['form', 'sdp'] }, 'realtime/calls'],
  // The body is the session: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-sip
  [{ ...STORED, modelIn: 'body', takes: ['json'] }, 'realtime/calls/{id}/accept'],
  [STORED, 'realtime/calls/{id}/{action}'],

  [
    SHARED,
    'GET POST files',
    'GET DELETE files/{id}',
    'GET files/{id}/content',
    'uploads',
    'uploads/{id}/{action}',
    'GET batches/{id}',
    'batches/{id}/cancel',
    'ALL vector_stores',
    'ALL vector_stores/**',
  ],
  [{ ...SHARED, modelIn: 'file' }, 'GET POST batches', 'ALL fine_tuning/**'],
];

export const OPERATIONS: readonly Operation[] = GROUPS.flatMap(([kind, ...rows]) =>
  rows.map((row) => ({
    ...kind,
    methods: /[A-Z]/.test(row)
      ? METHODS.filter((method) => row.includes('ALL') || row.includes(method))
      : POST,
    path: row.replace(/.* /, ''),
  })),
);

const PAGES = 'no such API, but usage and cost pages of its own';

/** What OpenAI has and Azure has not, and what to use in its place: "Azure has …". */
const ABSENT: Readonly<Record<string, string>> = {
  moderations: 'no moderations; its content filter judges all text',
  assistants: 'no Assistants API since August 2026; use /v1/responses',
  threads: 'no threads; use /v1/responses with /v1/conversations',
  'images/variations': 'no image variations; use /v1/images/edits',
  organization: PAGES,
  dashboard: PAGES,
};

/** Advice for a path that only OpenAI itself serves. */
export function adviseAbsent(path: string): string | undefined {
  return Object.entries(ABSENT).find(([prefix]) => `${path}/`.startsWith(`${prefix}/`))?.[1];
}

/** Whether its path has parts that clients fill in. */
export function isTemplate(operation: Operation): boolean {
  return /[{*]/.test(operation.path);
}

/** Ids are what Azure makes them of; an encoded slash in one could name something else entirely. */
const ID = '(?!\\.+(/|$))[\\w.:-]{1,256}';

/** What fills the parts; all others are ids. */
const PARTS: Readonly<Record<string, string>> = {
  // Azure may take `Accept` for `accept`, which has a row of its own.
  '{action}': '[a-z_]+',
  '**': `${ID}(/${ID})*`,
};

function byPath(operations: readonly Operation[]) {
  return Map.groupBy(operations, (operation) => operation.path);
}
/** Those whose path has no such parts. */
export const FIXED = byPath(OPERATIONS.filter((operation) => !isTemplate(operation)));
const TEMPLATES = [...byPath(OPERATIONS.filter(isTemplate))].map(([path, operations]) => {
  const pattern = path.replace(/\{\w+\}|\*\*/g, (part) => PARTS[part] ?? ID);
  return [new RegExp(`^${pattern}$`), operations] as const;
});

/** The operations at a path, one for each group of methods; empty where there is none. */
export function findOperations(path: string): readonly Operation[] {
  return FIXED.get(path) ?? TEMPLATES.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}

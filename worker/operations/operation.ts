// What a row of the table of operations says.

import type { UpstreamStyle } from '../contract/env.ts';
import type { BodyKind } from '../http/media-type.ts';
import type { Capability } from '../traits/known-models.ts';

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
  /** In files at Azure, which the gateway does not read. */
  | 'file'
  /** Nowhere: the request is about something that Azure keeps. */
  | 'none';

export type Method = 'GET' | 'POST' | 'DELETE';

/** What the events of a stream hold. Streams of `other` are not text, and are never inspected. */
export type StreamKind = 'chat' | 'text' | 'response' | 'other';

/** One row. */
export interface Operation {
  /**
   * As in OpenAI's reference. `{id}` is one segment, `{action}` one word, a final `**` one segment or
   * more. Of several such paths that fit, the first counts.
   */
  readonly path: string;
  readonly methods: readonly Method[];
  readonly modelIn: ModelSource;
  /** Without a model's name, Azure may choose the model. */
  readonly modelIsOptional: boolean;
  /** URL style, unless the model overrides it. */
  readonly style: UpstreamStyle;
  /** Whether Azure serves it below `/openai/deployments/{name}` at all. */
  readonly hasDeploymentStyle: boolean;
  /** `api-version` for the v1 style. It takes no other, and needs none but for previews. */
  readonly v1ApiVersion?: 'preview';
  /** What the model must support. */
  readonly capability?: Capability;
  /** Bodies that are read, to find the model in them. All others pass through unread. */
  readonly takes: readonly BodyKind[];
  readonly stream: StreamKind;
  /** Sending it twice has the same effect as sending it once, so another account may be tried. */
  readonly repeatable: boolean;
  /** It makes or reads what Azure keeps, and only the account that has it can find it again. */
  readonly keeps: boolean;
  /** Whose data it is about: the caller's own request, or what all users of the account share. */
  readonly scope: 'request' | 'account';
  /** It is a WebSocket. */
  readonly upgrade: boolean;
  /**
   * What it makes Azure do, or keep at a price, beyond its own answer: nothing bounds its cost. Reading and
   * deleting is free all the same.
   */
  readonly unbounded?: string;
}

/** Whether its path has parts that clients fill in. */
export function isTemplate({ path }: Operation): boolean {
  return /[{*]/.test(path);
}

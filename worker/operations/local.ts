// The answers that need no Azure: what this is, whether it runs, and which models there are.

import type { Catalog, Model } from '../models/catalog.ts';
import type { GatewayError } from '../contract/errors.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { FIXED } from './table.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { ok, type Result } from '../contract/result.ts';
import { decodeSegment } from './parse-target.ts';

/** An operation that is answered here, by GET. */
export interface LocalOperation {
  /** As in OpenAI's reference; empty for the bare address. */
  readonly path: '' | 'health' | 'models' | 'models/{id}';
  /** Open to callers without a key. */
  readonly open: boolean;
}

/** The local operation at a path (as `Target.path` spells it). */
export function findLocalOperation(path: string): LocalOperation | undefined {
  return path === '' || path === 'health'
    ? { path, open: true }
    : path === 'models'
      ? { path, open: false }
      : path.startsWith('models/')
        ? { path: 'models/{id}', open: false }
        : undefined;
}

/** Answers one. */
export function answerLocally(
  { path }: LocalOperation,
  asked: string,
  catalog: Catalog,
): Result<Reply, GatewayError> {
  if (path === 'models/{id}') {
    const id = decodeSegment(asked.slice('models/'.length));
    const found = resolveModel(id, undefined, { open: catalog, all: catalog });
    return found.ok ? ok(jsonReply(modelObject([id, found.value.model]))) : found;
  }
  // From the catalog, since Azure's own list is of models, not of deployments.
  if (path === 'models') {
    return ok(jsonReply({ object: 'list', data: [...catalog].map(modelObject) }));
  }
  return ok(jsonReply(path ? { status: 'ok' } : about()));
}

/** People open the address in a browser and must not take a 404 for "broken". */
function about() {
  return {
    service: 'cf-openai-azure-proxy',
    message: 'Azure OpenAI for OpenAI clients: set this as their base URL.',
    endpoints: ['models', ...FIXED.keys()].map((path) => `/v1/${path}`),
  };
}

/** https://platform.openai.com/docs/api-reference/models/object */
function modelObject([id, model]: readonly [string, Model]) {
  return {
    id,
    object: 'model',
    created: model.created,
    owned_by: 'azure-openai',
  };
}

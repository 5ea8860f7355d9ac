// The answers that need no Azure: what this is, whether it runs, and which models there are.

import type { EntraBinding } from '../contract/env.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Catalog, Model } from '../models/catalog.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { FIXED_PATHS } from './find-operation.ts';
import { answerIssuer, isIssuerPath, type IssuerPath } from './issuer.ts';
import { decodeSegment } from './parse-target.ts';

/** An operation that is answered here, by GET. */
export interface LocalOperation {
  /** As in OpenAI's reference; empty for the bare address. */
  readonly path: '' | 'health' | 'models' | 'models/{id}' | IssuerPath;
  /** Open to callers without a key. */
  readonly open: boolean;
}

/** The local operation at a path, as `Target.path` spells it. */
export function findLocalOperation(path: string): LocalOperation | undefined {
  if (path === '' || path === 'health' || isIssuerPath(path)) return { path, open: true };
  if (path === 'models') return { path, open: false };
  if (path.startsWith('models/')) return { path: 'models/{id}', open: false };
  return undefined;
}

/** A request for a local operation. */
export interface LocalRequest {
  readonly url: string;
  /** As `Target.path` spells it. */
  readonly path: string;
  /** The models that the caller may use. */
  readonly models: Catalog;
  readonly entra: EntraBinding | undefined;
}

/**
 * Answers a local operation.
 *
 * @throws RequestFailure where the path names a model that is not one of them, or a document that this
 *   host does not have
 */
export function answerLocally(
  operation: LocalOperation,
  { url, path, models, entra }: LocalRequest,
): Reply {
  switch (operation.path) {
    case '':
      return jsonReply(about());
    case 'health':
      return jsonReply({ status: 'ok' });
    case 'models':
      // From the catalog, since Azure's own list is of models, not of deployments.
      return jsonReply({ object: 'list', data: [...models].map(modelObject) });
    case 'models/{id}': {
      const id = decodeSegment(path.slice('models/'.length));
      const { model } = resolveModel(id, undefined, { allowed: models, all: models });
      return jsonReply(modelObject([id, model]));
    }
    case '.well-known/openid-configuration':
    case '.well-known/jwks.json':
      return answerIssuer(operation.path, url, entra);
  }
}

/** People open the address in a browser; a 404 would look like a broken deployment. */
function about() {
  return {
    service: 'cf-openai-azure-proxy',
    message: 'Azure OpenAI for OpenAI clients. Set this address as the base URL of your client.',
    endpoints: ['models', ...FIXED_PATHS].map((path) => `/v1/${path}`),
  };
}

/** https://platform.openai.com/docs/api-reference/models/object */
function modelObject([id, { created }]: readonly [string, Model]) {
  return { id, object: 'model', created, owned_by: 'azure-openai' };
}

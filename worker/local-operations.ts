// Owns: the answers that need no Azure: what this is, whether it runs, and which models there are.

import { describeAvailable, type Catalog, type Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { lookUp } from './models.ts';
import { OPERATIONS } from './operations.ts';
import { jsonReply, type Reply } from './reply.ts';
import { err, ok, type Result } from './result.ts';
import { decodeSegment } from './target.ts';

/** An operation that is answered here, by GET. */
export interface LocalOperation {
  /** As in OpenAI's reference; empty for the bare address. */
  readonly path: '' | 'health' | 'models' | 'models/{id}';
  /** Open to callers without a key. */
  readonly open: boolean;
}

/** The local operation at a path (as `Target.path` spells it). */
export function findLocalOperation(path: string): LocalOperation | undefined {
  if (path === '' || path === 'health') return { path, open: true };
  if (path === 'models') return { path, open: false };
  return path.startsWith('models/') ? { path: 'models/{id}', open: false } : undefined;
}

/** Answers one. */
export function answerLocally(
  operation: LocalOperation,
  path: string,
  catalog: Catalog,
): Result<Reply, GatewayError> {
  switch (operation.path) {
    case '':
      return ok(about());
    case 'health':
      return ok(jsonReply({ status: 'ok' }));
    case 'models':
      return ok(listModels(catalog));
    case 'models/{id}':
      return retrieveModel(catalog, decodeSegment(path.slice('models/'.length)));
  }
}

/** People open the address in a browser and must not take a 404 for "broken". */
function about(): Reply {
  const relayed = OPERATIONS.map(({ path }) => path).filter((path) => !/[{*]/.test(path));
  return jsonReply({
    service: 'cf-openai-azure-proxy',
    message: 'An OpenAI-compatible endpoint for Azure OpenAI. Set it as the base URL of a client.',
    endpoints: [...new Set(['models', ...relayed])].map((path) => `/v1/${path}`),
  });
}

/** From the catalog, since Azure's own list is of models, not of deployments. */
function listModels(catalog: Catalog): Reply {
  const data = [...catalog].map(([name, model]) => modelObject(name, model));
  return jsonReply({ object: 'list', data });
}

function retrieveModel(catalog: Catalog, id: string): Result<Reply, GatewayError> {
  const model = lookUp(id, catalog);
  if (model === undefined) {
    return err({ kind: 'model_not_found', model: id, available: describeAvailable(catalog) });
  }
  return ok(jsonReply(modelObject(id, model)));
}

/** https://platform.openai.com/docs/api-reference/models/object */
function modelObject(id: string, model: Model) {
  return { id, object: 'model', created: model.created, owned_by: 'azure-openai' };
}

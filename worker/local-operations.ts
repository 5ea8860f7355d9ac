// Owns: the answers that need no Azure: what this is, whether it runs, and which models there are.

import { describeAvailable, type Catalog, type Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { relayedOperations } from './operations.ts';
import { err, ok, type Result } from './result.ts';

/** `GET /`: people open the address in a browser and must not take a 404 for "broken". */
export function about(): Response {
  return Response.json({
    service: 'cf-openai-azure-proxy',
    message: 'An OpenAI-compatible endpoint for Azure OpenAI. Set it as the base URL of a client.',
    endpoints: ['models', ...relayedOperations()].map((name) => `/v1/${name}`),
  });
}

/** `GET /health`: the Worker runs and its bindings are in order. Azure is not asked. */
export function health(): Response {
  return Response.json({ status: 'ok' });
}

/** `GET /v1/models`: from the catalog, since Azure's own list is of models, not of deployments. */
export function listModels(catalog: Catalog): Response {
  const data = [...catalog].map(([name, model]) => modelObject(name, model));
  return Response.json({ object: 'list', data });
}

/** `GET /v1/models/{id}`. */
export function retrieveModel(catalog: Catalog, id: string): Result<Response, GatewayError> {
  const model = catalog.get(id);
  if (model === undefined) {
    return err({ kind: 'unknown_model', model: id, available: describeAvailable(catalog) });
  }
  return ok(Response.json(modelObject(id, model)));
}

/** https://platform.openai.com/docs/api-reference/models/object */
function modelObject(id: string, model: Model) {
  return { id, object: 'model', created: model.created, owned_by: 'azure-openai' };
}

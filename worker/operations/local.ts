// The answers that need no Azure: what this is, whether it runs, which models there are, who used what.

import type { EntraBinding } from '../contract/env.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Model } from '../models/catalog.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { answerAdminStatus } from './usage/admin-status.ts';
import { answerAdminUsage } from './usage/admin-usage.ts';
import type { CallerRequest } from './usage/caller-request.ts';
import { FIXED_PATHS } from './find-operation.ts';
import { answerIssuer, isIssuerPath, type IssuerPath } from './issuer.ts';
import { answerMe } from './usage/me.ts';
import type { LoadPageFile } from '../page-modules.ts';
import { answerPage, answerPageFile, isPagePath, wantsPage, type PagePath } from './page.ts';
import { CALLER_PATHS } from './local-paths.ts';
import { decodeSegment } from './parse-target.ts';

/** An operation that is answered here, by GET. */
export type LocalOperation = OpenOperation | CallerOperation;

/** Open to callers without a key. */
export interface OpenOperation {
  /** Empty for the bare address. */
  readonly path: '' | 'health' | IssuerPath | PagePath;
  readonly open: true;
}

/** Its answer depends on the caller. */
export interface CallerOperation {
  /** `models` as in OpenAI's reference. */
  readonly path: 'models' | 'models/{id}' | CallerPath;
  readonly open: false;
}

/** Paths about users and their usage. */
type CallerPath = (typeof CALLER_PATHS)[number];

function isCallerPath(path: string): path is CallerPath {
  return CALLER_PATHS.some((each) => each === path);
}

/** The local operation at a path, as `Target.path` spells it. */
export function findLocalOperation(path: string): LocalOperation | undefined {
  if (path === '' || path === 'health' || isIssuerPath(path) || isPagePath(path)) {
    return { path, open: true };
  }
  if (path === 'models' || isCallerPath(path)) return { path, open: false };
  if (path.startsWith('models/')) return { path: 'models/{id}', open: false };
  return undefined;
}

/** What answers to everybody depend on. */
export interface OpenRequest {
  readonly url: string;
  /** The header. */
  readonly accept: string | null;
  readonly entra: EntraBinding | undefined;
  readonly loadPageFile: LoadPageFile;
}

/**
 * Answers an operation that is open to all.
 *
 * @throws RequestFailure where the path names a document that this host does not have
 */
export async function answerOpenly(
  { path }: OpenOperation,
  { url, accept, entra, loadPageFile }: OpenRequest,
): Promise<Reply> {
  switch (path) {
    case '': {
      const page = wantsPage(accept) ? await answerPage(loadPageFile) : undefined;
      const { headers, ...reply } = page ?? jsonReply(about());
      return { ...reply, headers: { ...headers, vary: 'accept' } };
    }
    case 'health':
      return jsonReply({ status: 'ok' });
    case 'page.css':
    case 'page.js':
    case 'page-shared.js':
    case 'page-admin.js':
      return answerPageFile(path, loadPageFile);
    case '.well-known/openid-configuration':
    case '.well-known/jwks.json':
      return answerIssuer(path, url, entra);
  }
}

/**
 * Answers an operation for its caller.
 *
 * @param path as `Target.path` spells it
 * @throws RequestFailure where the path names a model that is not one of the caller's, and as `answerMe` and
 *   `answerAdminUsage` do
 */
export function answerCaller(
  operation: CallerOperation,
  path: string,
  request: CallerRequest,
): Reply | Promise<Reply> {
  const { models } = request;
  switch (operation.path) {
    case 'models':
      // From the catalog, since Azure's own list is of models, not of deployments.
      return jsonReply({ object: 'list', data: [...models].map(modelObject) });
    case 'models/{id}': {
      const id = decodeSegment(path.slice('models/'.length));
      const { model } = resolveModel(id, undefined, { allowed: models, all: models });
      return jsonReply(modelObject([id, model]));
    }
    case 'me':
      return answerMe(request);
    case 'admin/usage':
      return answerAdminUsage(request);
    case 'admin/status':
      return answerAdminStatus(request);
  }
}

/** For programs, and for browsers where there is no page. A 404 would look like a broken deployment. */
function about() {
  return {
    service: 'cf-openai-azure-proxy',
    message: 'Azure OpenAI for OpenAI clients. Set this address as the base URL of your client.',
    endpoints: ['models', 'me', ...FIXED_PATHS].map((path) => `/v1/${path}`),
  };
}

/** https://platform.openai.com/docs/api-reference/models/object */
function modelObject([id, { created }]: readonly [string, Model]) {
  return { id, object: 'model', created, owned_by: 'azure-openai' };
}

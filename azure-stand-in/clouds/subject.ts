// What a request is about, where its path has only an id: for the log.
import { ROLE_DEFINITIONS } from '../access/role-definitions.ts';
import { parseResourceId } from './azure/resource.ts';
import { readJson, toJson, type CloudRequest, type Json } from './exchange.ts';

/** Finds what is stored at a path now. */
export interface Stored {
  /** The body of a resource of Azure's. */
  azure(id: string): Json | undefined;
  /** The host of a custom domain. */
  host(path: string): string | undefined;
}

/**
 * The host of a custom domain, the issuer of a credential, the role of an assignment. To be called before
 * the request is carried out: afterwards, what it deletes is gone.
 */
export function subjectOf(request: CloudRequest, stored: Stored): string | undefined {
  const { path } = request;
  if (path.endsWith('/workers/domains')) return textOrNone(readJson(request)['hostname']);
  const kind = parseResourceId(path)?.kind;
  if (kind !== 'credential' && kind !== 'roleAssignment') return stored.host(path);
  const body = request.body.length === 0 ? stored.azure(path) : readJson(request);
  const { issuer, roleDefinitionId } = toJson(body?.['properties']);
  if (kind === 'credential') return textOrNone(issuer);
  const role = textOrNone(roleDefinitionId)?.split('/').at(-1)?.toLowerCase();
  return ROLE_DEFINITIONS.find(({ id }) => id === role)?.name;
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

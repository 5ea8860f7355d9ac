// Managed identities and the credentials that make them trust another issuer.
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
import type { CloudReply, Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import type { AzureResource, ResourceId } from './resource.ts';
import { refuse } from './refusals.ts';
import type { AzureWorld } from './world.ts';

const MAX_CREDENTIALS = 20;
/** Of an issuer and of a subject: federated-credential-configuration-considerations.md. */
const MAX_LENGTH = 600;
const NAME = /^[a-z0-9][a-z0-9_-]{2,119}$/i;
/** "Creation of federated identity credentials is currently not supported". */
const UNSUPPORTED_LOCATIONS = ['malaysiasouth', 'newzealandnorth'];

/** Credentials of an identity, by their ids. */
export function credentialsOf(
  identityId: string,
  all: readonly AzureResource[],
): readonly AzureResource[] {
  const below = `${identityId.toLowerCase()}/`;
  return all.filter(({ kind, id }) => kind === 'credential' && id.toLowerCase().startsWith(below));
}

/** A refusal of a new or changed credential, if there is one. */
export function refuseCredential(
  { id, name, identityId = '' }: ResourceId,
  body: Json,
  world: AzureWorld,
): CloudReply | undefined {
  const identity = world.find(identityId);
  if (identity === undefined) {
    return refuse(404, 'NotFound', "The parent user-assigned identity doesn't exist.");
  }
  const location = String(identity.body['location']).toLowerCase().replaceAll(' ', '');
  if (UNSUPPORTED_LOCATIONS.includes(location)) {
    const message =
      'The request format was unexpected: Support for federated identity credentials not enabled.';
    return refuse(405, 'MethodNotAllowed', message);
  }
  if (!NAME.test(name)) return bad(`Federated Identity Credential name '${name}' is invalid.`);
  const { issuer, subject, audiences } = toJson(body['properties']);
  if (!isText(issuer) || !isText(subject) || audiences === undefined) {
    return bad('Federated Identity Credential from HTTP body has empty properties');
  }
  if (!Array.isArray(audiences) || audiences.length !== 1) {
    return bad('Federated identity credentials must have exactly one audience.');
  }
  if (!isIssuer(issuer) || subject.length > MAX_LENGTH) {
    // The rules are documented, the words are not.
    return bad(`Federated Identity Credential has an invalid issuer '${issuer}' or subject.`);
  }
  const others = credentialsOf(identityId, world.all()).filter((other) => other.id !== id);
  if (others.some((other) => isSame(other, issuer, subject))) {
    return bad('Issuer and subject combination already exists for this Managed Identity.');
  }
  if (others.length >= MAX_CREDENTIALS) {
    // The limit is documented, the words are not.
    return bad(`Too many Federated Identity Credentials: at most ${MAX_CREDENTIALS} are allowed.`);
  }
  return undefined;
}

function bad(message: string): CloudReply {
  return refuse(400, 'BadRequest', message);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isIssuer(issuer: string): boolean {
  return issuer.length <= MAX_LENGTH && URL.parse(issuer)?.protocol === 'https:';
}

function isSame({ body }: AzureResource, issuer: string, subject: string): boolean {
  const properties = toJson(body['properties']);
  return properties['issuer'] === issuer && properties['subject'] === subject;
}

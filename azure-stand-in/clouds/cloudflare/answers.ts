// The envelopes of Cloudflare's API and what it refuses.
// https://developers.cloudflare.com/api/
import type { CloudReply, Json } from '../exchange.ts';

export function succeed(result: unknown): CloudReply {
  return { status: 200, body: { success: true, errors: [], messages: [], result } };
}

function fail(status: number, code: number, message: string): CloudReply {
  return {
    status,
    body: { success: false, errors: [{ code, message }], messages: [], result: null },
  };
}

/** A missing or wrong token, or an account that it does not cover. */
export function authenticationError(): CloudReply {
  return fail(403, 10_000, 'Authentication error');
}

/** An id that is not one: https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
export function couldNotRoute(path: string): CloudReply {
  const message = `Could not route to ${path}, perhaps your object identifier is invalid?`;
  return fail(404, 7003, message);
}

export function scriptNotFound(): CloudReply {
  return fail(404, 10_007, 'This Worker does not exist on your account.');
}

/** The code is that of an upload that does not pass; the words are not Cloudflare's. */
export function invalidBinding(name: string, fault: string): CloudReply {
  return fail(400, 10_021, `Binding '${name}' is not valid: ${fault}.`);
}

/** https://github.com/cloudflare/workers-sdk/issues/705 (the words), https://github.com/alchemy-run/alchemy-async/pull/437 (the status) */
export function migrationTagDiffers(tag: string | undefined): CloudReply {
  return fail(412, 10_079, `Migration tag precondition failed; current tag is ${tag ?? ''}`);
}

/** https://github.com/iterate/iterate/pull/1652 has the code; the words are not Cloudflare's. */
export function classExists(name: string): CloudReply {
  const message = `Cannot apply new-class migration to class '${name}' that is already depended on by existing Durable Objects.`;
  return fail(400, 10_074, message);
}

/** https://github.com/cloudflare/wrangler-legacy/pull/1781 */
export function classIsLost(name: string): CloudReply {
  const message = `new version of script does not implement class ${name} which is depended on by Durable Object namespace ${name}`;
  return fail(400, 10_064, message);
}

/**
 * https://github.com/cloudflare/workers-sdk/issues/10246. That it is also the answer where the class would be
 * another Worker's was not tried.
 */
export function classIsMissing(name: string): CloudReply {
  const message = `Cannot create binding for class '${name}' because it is not currently configured to implement Durable Objects. Ensure a --new-class migration has been applied to it.`;
  return fail(400, 10_061, message);
}

/** That it is refused: https://github.com/alchemy-run/alchemy/pull/348. Code and words are not Cloudflare's. */
export function scriptIsInUse(by: readonly string[]): CloudReply {
  const users = by.length === 0 ? 'it has Durable Objects' : `${by.join(', ')} is bound to it`;
  return fail(400, 10_064, `This Worker cannot be deleted, because ${users}; use force.`);
}

/** Workers & Pages was never opened in this account's dashboard. */
export function noWorkersDevName(): CloudReply {
  const message =
    'You need a workers.dev subdomain in order to proceed. Please go to the dashboard and open the Workers menu. Opening the Workers landing page for the first time will create a workers.dev subdomain automatically.';
  return fail(404, 10_063, message);
}

/** https://github.com/cloudflare/workers-sdk/issues/9878 */
export function hostInUse(host: string): CloudReply {
  const message = `Hostname '${host}' already in use by other custom domain.`;
  return fail(409, 100_116, message);
}

/** https://github.com/cloudflare/workers-sdk/issues/9878 */
export function hostHasRecords(host: string): CloudReply {
  const message = `Hostname '${host}' already has externally managed DNS records (A, CNAME, etc). Either delete them, try a different hostname, or use the option 'override_existing_dns_record' to override.`;
  return fail(409, 100_117, message);
}

export function zoneNotFound(): CloudReply {
  return fail(404, 1001, 'Invalid zone identifier');
}

/**
 * Cloudflare's settings of a Worker's logs where a request leaves them out. Whether its API completes them
 * or echoes what was sent was not tried:
 * https://developers.cloudflare.com/workers/observability/logs/workers-logs/
 */
export function completeObservability(sent: Json): Json {
  const logs = (sent['logs'] ?? {}) as Json;
  const traces = (sent['traces'] ?? {}) as Json;
  return {
    head_sampling_rate: 1,
    ...sent,
    logs: { enabled: true, head_sampling_rate: 1, invocation_logs: true, persist: true, ...logs },
    traces: { enabled: false, head_sampling_rate: 1, persist: true, ...traces },
  };
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
export function invalidApiToken(): CloudReply {
  return fail(401, 1000, 'Invalid API Token');
}

/** A token that may not read tokens. */
export function unauthorizedResource(): CloudReply {
  return fail(403, 9109, 'Unauthorized to access requested resource');
}

/** https://github.com/cloudflare/workers-sdk/pull/2016 */
export function subdomainNotFound(): CloudReply {
  return fail(404, 10_007, 'This account does not have a workers.dev subdomain.');
}

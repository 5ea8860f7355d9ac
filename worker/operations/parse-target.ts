// Reading what a request URL asks for, in every spelling that clients are known to use.
// Whether the operation exists is decided by the table of operations.

/** What a URL names, independent of its spelling. */
export interface Target {
  /** The operation's path as in OpenAI's reference, without a leading slash: `chat/completions`. */
  readonly path: string;
  /** The model or deployment that the URL itself names, decoded. */
  readonly modelInUrl: string | undefined;
  /** The query without its `?`, `api-version` and keys, still encoded. */
  readonly query: string;
  /**
   * It is an Azure URL from before `v1`: `/openai/…` with a dated `api-version` or a `deployment`. The
   * client may speak the protocol of that time.
   */
  readonly isDated: boolean;
}

/**
 * Reads a request URL. Slashes may be doubled or trailing. `/v1`, `/openai` and `/openai/v1` may come
 * first, be missing, or come twice. Azure's `/deployments/{name}/…` and the old `/engines/{model}/…`
 * name a model, and some clients put `/v1` behind it (ChatGPTNextWeb/NextChat#6604). Azure's inference
 * SDK puts `/models` first. A client's `api-version` does not go to Azure.
 *
 * @param url an absolute URL as `Request.url` gives it; a `..` that is left in it names nothing
 */
export function parseTarget(url: string): Target {
  const pathStart = url.indexOf('/', url.indexOf('://') + 3);
  const queryStart = url.indexOf('?', pathStart);
  const pathEnd = queryStart === -1 ? url.length : queryStart;
  const { passing: query, isOfDatedApi } = readQuery(
    queryStart === -1 ? '' : url.slice(queryStart + 1),
  );

  const segments = url
    .slice(pathStart, pathEnd)
    .split('/')
    .filter((segment) => segment !== '');
  const first = skipPrefixes(segments, 0);
  const prefixes = segments.slice(0, first);
  const model = segments[first + 1];
  const namesModel = segments[first] === 'deployments' || segments[first] === 'engines';
  const afterModel = skipPrefixes(segments, first + 2);
  if (namesModel && model !== undefined && segments.length > afterModel) {
    prefixes.push(...segments.slice(first + 2, afterModel));
    const path = segments.slice(afterModel).join('/');
    return { path, modelInUrl: decodeSegment(model), query, isDated: isDated() };
  }
  const path = segments.slice(first).join('/');
  return { path: INFERENCE.get(path) ?? path, modelInUrl: undefined, query, isDated: isDated() };

  function isDated(): boolean {
    return isOfDatedApi && prefixes.includes('openai') && !prefixes.includes('v1');
  }
}

/** The index of the first segment at or after `from` that is part of the operation's path. */
function skipPrefixes(segments: readonly string[], from: number): number {
  let index = from;
  while (segments[index] === 'v1' || segments[index] === 'openai') index++;
  return index;
}

/** Paths of Azure's inference SDK. Their bodies are OpenAI's. */
const INFERENCE: ReadonlyMap<string, string> = new Map([
  ['models/chat/completions', 'chat/completions'],
  ['models/embeddings', 'embeddings'],
]);

/**
 * Keys are never read from a query, and must not reach Azure's logs in one either. Without hyphens and
 * underscores.
 */
const KEY_NAMES: ReadonlySet<string> = new Set([
  ...['key', 'apikey', 'xapikey', 'openaiapikey', 'azureapikey', 'gatewaykey'],
  ...['subscriptionkey', 'ocpapimsubscriptionkey', 'functionskey', 'xfunctionskey'],
  ...['token', 'accesstoken', 'authtoken', 'bearertoken', 'bearer', 'idtoken', 'sessiontoken'],
  ...['auth', 'authorization', 'secret', 'clientsecret', 'password', 'credential', 'credentials'],
]);

const DATED_VERSION = /^\d{4}-\d\d-\d\d(-preview)?$/;

/** Parameters that decide where a request goes. Azure may take them in any case, so we do too. */
const DECIDING: ReadonlySet<string> = new Set(['model', 'deployment', 'call_id', 'intent']);

interface Query {
  /** The parameters that may pass, the deciding ones in lower case. */
  readonly passing: string;
  /** It has a dated `api-version`, or names a deployment as only the dated API does. */
  readonly isOfDatedApi: boolean;
}

function readQuery(query: string): Query {
  const passing: string[] = [];
  let isOfDatedApi = false;
  for (const pair of query.split('&')) {
    // Some parsers end a parameter at a semicolon, and would find a parameter that is not seen here.
    const [written = '', ...value] = pair.replaceAll(';', '%3B').split('=');
    const name = decodeSegment(written).toLowerCase();
    if (name === 'deployment') isOfDatedApi = true;
    if (name === 'api-version' && DATED_VERSION.test(value.join('='))) isOfDatedApi = true;
    if (name === '' || name === 'api-version' || isKeyName(name)) continue;
    passing.push([DECIDING.has(name) ? name : written, ...value].join('='));
  }
  return { passing: passing.join('&'), isOfDatedApi };
}

function isKeyName(name: string): boolean {
  return KEY_NAMES.has(name.replaceAll(/[-_.\s]/g, ''));
}

/** Percent-decodes one segment. A malformed one stays as it is, and matches no name. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// Reading what a request URL asks for, in every spelling that clients are known to use.
// Whether the operation exists is decided by the table of operations.

/** What a URL names, independent of its spelling. */
export interface Target {
  /** The operation's path as in OpenAI's reference, without a leading slash: `chat/completions`. */
  readonly path: string;
  /** The model or deployment that the URL itself names, decoded. */
  readonly modelInUrl: string | undefined;
  /** The query without its `?`, `api-version` and `api-key`, still encoded. */
  readonly query: string;
}

/**
 * Reads a request URL. Slashes may be doubled or trailing. `/v1`, `/openai` and `/openai/v1` may come
 * first, be missing, or come twice. Azure's `/deployments/{name}/…` and the old `/engines/{model}/…`
 * name a model. A client's `api-version` is ignored, whatever it says.
 *
 * @param url an absolute URL as `Request.url` gives it; a `..` that is left in it names nothing
 */
export function parseTarget(url: string): Target {
  const pathStart = url.indexOf('/', url.indexOf('://') + 3);
  const queryStart = url.indexOf('?', pathStart);
  const pathEnd = queryStart === -1 ? url.length : queryStart;
  const query = queryStart === -1 ? '' : readQuery(url.slice(queryStart + 1));

  const segments = url
    .slice(pathStart, pathEnd)
    .split('/')
    .filter((segment) => segment !== '');
  let first = 0;
  while (segments[first] === 'v1' || segments[first] === 'openai') first++;

  const model = segments[first + 1];
  const namesModel = segments[first] === 'deployments' || segments[first] === 'engines';
  if (namesModel && model !== undefined && segments.length > first + 2) {
    const path = segments.slice(first + 2).join('/');
    return { path, modelInUrl: decodeSegment(model), query };
  }
  return { path: segments.slice(first).join('/'), modelInUrl: undefined, query };
}

/** Keys are never read from a query, and must not reach Azure's logs in one either. */
const DROPPED: ReadonlySet<string> = new Set(['api-version', 'api-key']);

/** Parameters that decide where a request goes. Azure may take them in any case, so we do too. */
const DECIDING: ReadonlySet<string> = new Set(['model', 'deployment', 'call_id', 'intent']);

/** The parameters that may pass, the deciding ones in lower case. */
function readQuery(query: string): string {
  const passing: string[] = [];
  for (const pair of query.split('&')) {
    const [written = '', ...value] = pair.split('=');
    const name = decodeSegment(written).toLowerCase();
    if (name === '' || DROPPED.has(name)) continue;
    passing.push(DECIDING.has(name) ? [name, ...value].join('=') : pair);
  }
  return passing.join('&');
}

/** Percent-decodes one segment. A malformed one stays as it is, and matches no name. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// What Cloudflare's API says about a Worker. Only reads.
// https://developers.cloudflare.com/api/resources/workers/subresources/scripts/
import { createHash } from 'node:crypto';
import { asObject } from '../command-line/as-object.ts';
import { UserError } from '../command-line/user-error.ts';
import { toObjectClass, toRate, type Binding } from './expected.ts';
import { formParts } from './form-parts.ts';

const PUBLIC_API = 'https://api.cloudflare.com/client/v4';

/** Code of a Worker that does not exist. */
const NO_SUCH_WORKER = 10007;

export interface FoundWorker {
  /** The main module: lower-case hex SHA-256 of its bytes; undefined where there is none. */
  readonly contentSha256: string | undefined;
  /** The same of every other file of the script, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly bindings: readonly Binding[];
  /** As Cloudflare answered it, for the settings beside the bindings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Other Workers that get this one's logs. */
  readonly tailConsumers: readonly string[];
  /** The versions that answer requests, and how many percent of them each does. */
  readonly versions: readonly { readonly id: string; readonly percentage: number }[];
}

/** How to call the API. */
export interface CloudflareApi {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The API that the environment describes, with the names that Cloudflare's own libraries read.
 *
 * @returns undefined without credentials
 */
export function cloudflareApi(env: NodeJS.ProcessEnv): CloudflareApi | undefined {
  const baseUrl = (env['CLOUDFLARE_BASE_URL'] ?? PUBLIC_API).replace(/\/+$/, '');
  const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: email } = env;
  if (token !== undefined && token !== '') {
    return { baseUrl, headers: { authorization: `Bearer ${token}` } };
  }
  if (!key || !email) return undefined;
  return { baseUrl, headers: { 'x-auth-key': key, 'x-auth-email': email } };
}

/**
 * Reads a Worker.
 *
 * @returns undefined where the account has no Worker of that name
 * @throws UserError for a refused token and where Cloudflare does not answer as documented
 */
export async function readWorker(
  api: CloudflareApi,
  accountId: string,
  name: string,
): Promise<FoundWorker | undefined> {
  const path = `/accounts/${encodeURIComponent(accountId)}/workers/scripts/${encodeURIComponent(name)}`;
  const settings = await get(api, `${path}/settings`);
  if (settings === undefined) return undefined;
  const { result } = asObject(await readJson(settings));
  const found = asObject(result);
  const { bindings, tail_consumers: consumers, streaming_tail_consumers: streaming } = found;
  if (!Array.isArray(bindings)) {
    throw new UserError(`${api.baseUrl} did not answer with the settings of a Worker.`);
  }
  const script = await get(api, path);
  const deployments = await get(api, `${path}/deployments`);
  if (script === undefined || deployments === undefined) return undefined;
  return {
    ...(await readFiles(script)),
    bindings: bindings.map(toBinding),
    settings: found,
    tailConsumers: [consumers, streaming].flatMap(toList).map(({ service }) => String(service)),
    versions: readVersions(await readJson(deployments)),
  };
}

/** The first deployment of the list is the one that serves. */
function readVersions(answer: unknown): FoundWorker['versions'] {
  const { deployments } = asObject(asObject(answer)['result']);
  const [serving] = toList(deployments);
  return toList(serving?.['versions']).map(({ version_id: id, percentage }) => ({
    id: String(id),
    percentage: Number(percentage),
  }));
}

function toList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : []).map(asObject);
}

/** A secret binding has no text here: Cloudflare does not give it back. */
function toBinding(value: unknown): Binding {
  const { name, type, text, namespace_id: namespaceId, simple, ...others } = asObject(value);
  const { class_name: className, script_name: scriptName } = others;
  return {
    name: String(name),
    type: String(type),
    sha256: type === 'plain_text' ? hash(typeof text === 'string' ? text : '') : undefined,
    rate: type === 'ratelimit' ? toRate({ ...asObject(simple), namespaceId }) : undefined,
    object:
      type === 'durable_object_namespace' ? toObjectClass({ className, scriptName }) : undefined,
  };
}

/**
 * The parts of a form, or else one file. The main module's name is in a header, or it is the first part:
 * https://github.com/cloudflare/terraform-provider-cloudflare/pull/7321
 */
async function readFiles(
  response: Response,
): Promise<Pick<FoundWorker, 'contentSha256' | 'files'>> {
  const type = response.headers.get('content-type') ?? '';
  const body = new Uint8Array(await response.arrayBuffer());
  const parts = /^multipart\/form-data/i.test(type) ? formParts(type, body) : undefined;
  if (parts === undefined) return { contentSha256: hash(body), files: new Map() };
  const files = new Map(parts.map(({ name, content }) => [name, hash(content)]));
  const main = response.headers.get('cf-entrypoint') ?? parts[0]?.name ?? '';
  const contentSha256 = files.get(main);
  files.delete(main);
  return { contentSha256, files };
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Returns undefined where there is no such Worker. */
async function get(
  { baseUrl, headers }: CloudflareApi,
  path: string,
): Promise<Response | undefined> {
  let response: Response;
  try {
    response = await fetch(`${baseUrl}${path}`, { headers, redirect: 'error' });
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${baseUrl} cannot be reached: ${reason}`);
  }
  if (response.ok) return response;
  const { errors } = asObject(await readJson(response));
  const { code, message } = asObject(Array.isArray(errors) ? errors[0] : undefined);
  if (code === NO_SUCH_WORKER) return undefined;
  const said = `${response.status}${typeof code === 'number' ? `, code ${code}` : ''}${typeof message === 'string' ? `: ${message}` : ''}`;
  if (response.status === 401 || response.status === 403) {
    throw new UserError(
      `Cloudflare refused the token (${said}). It needs the right Workers Scripts Read, in the account of the stack.`,
    );
  }
  throw new UserError(
    `Cloudflare answered ${said}. Try again; see https://www.cloudflarestatus.com`,
  );
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

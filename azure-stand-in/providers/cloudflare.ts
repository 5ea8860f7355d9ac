// The provider Cloudflare, for the three resources that the program uses.
// https://github.com/cloudflare/terraform-provider-cloudflare (internal/services/workers_script and others)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudflareClient } from './cloudflare-client.ts';
import { compareInputs } from './compare.ts';
import type { Properties } from './grpc.ts';
import type { KnownResource, Provider } from './provider.ts';
import { UNKNOWN } from './provider.ts';
import {
  bindingsAfterRefresh,
  partsOf,
  toCamel,
  toMetadata,
  type Binding,
  type ScriptPart,
} from './worker-upload.ts';

const SCRIPT = 'cloudflare:index/workersScript:WorkersScript';
const SUBDOMAIN = 'cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain';
const DOMAIN = 'cloudflare:index/workersCustomDomain:WorkersCustomDomain';

/** Inputs whose change needs a new resource. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  [SCRIPT]: ['accountId', 'scriptName'],
  [SUBDOMAIN]: ['accountId', 'scriptName'],
  [DOMAIN]: ['accountId', 'hostname', 'service', 'zoneId', 'zoneName'],
};

const NO_CREDENTIALS =
  'Missing X-Auth-Key, X-Auth-Email or Authorization headers: set one of api_key, api_token or api_user_service_key';

export interface CloudflareProviderOptions {
  /** Of the API, without a trailing slash. */
  readonly url: string;
  /** The environment's token, for a stack whose configuration has none. */
  readonly token: () => string | undefined;
  /** The working directory of the program, for relative paths of files. */
  readonly folder: string;
}

export function cloudflareProvider({ url, token, folder }: CloudflareProviderOptions): Provider {
  const client = new CloudflareClient(url);
  return {
    version: '6.22.1',
    configure: (variables) => {
      const { apiToken } = variables;
      client.token = typeof apiToken === 'string' ? apiToken : token();
      // https://github.com/pulumi/pulumi-cloudflare: one of three ways to authenticate must be there.
      if (client.token === undefined) throw new Error(NO_CREDENTIALS);
    },
    check: ({ type, news }) => {
      if (REPLACING[type] === undefined) throw new Error(`the stand-in cannot make a ${type}`);
      return news;
    },
    diff: ({ type, inputs }, news) => ({
      changes: compareInputs(inputs, news, (path) => REPLACING[type]?.includes(path) === true),
      deleteBeforeReplace: false,
    }),
    create: async ({ type }, inputs, preview) => {
      if (preview) return { id: '', outputs: { ...inputs, id: UNKNOWN } };
      return put(client, folder, type, inputs);
    },
    read: (known) => read(client, known),
    update: async ({ type, outputs }, inputs, preview) => {
      if (preview) return { ...outputs, ...inputs };
      return (await put(client, folder, type, inputs)).outputs;
    },
    delete: ({ type, id, outputs = {} }) => remove(client, type, id, outputs),
    invoke: async (name, args) => {
      if (name !== 'cloudflare:index/getWorkersScripts:getWorkersScripts') {
        throw new Error(`the stand-in does not know the function ${name}`);
      }
      const path = `/accounts/${String(args['accountId'])}/workers/scripts`;
      return { ...args, id: args['accountId'], results: await client.call('GET', path) };
    },
  };
}

async function put(client: CloudflareClient, folder: string, type: string, inputs: Properties) {
  const workers = `/accounts/${String(inputs['accountId'])}/workers`;
  const script = `${workers}/scripts/${String(inputs['scriptName'])}`;
  if (type === SCRIPT) {
    const text = contentOf(inputs, folder);
    await client.upload(script, toMetadata(inputs), text, filesOf(inputs, folder));
    return { id: String(inputs['scriptName']), outputs: { ...inputs, usageModel: 'standard' } };
  }
  if (type === SUBDOMAIN) {
    const sent = { enabled: inputs['enabled'], previews_enabled: inputs['previewsEnabled'] };
    await client.call('POST', `${script}/subdomain`, sent);
    return { id: String(inputs['scriptName']), outputs: inputs };
  }
  const { hostname, service, zoneName } = inputs;
  const sent = { hostname, service, ...(zoneName !== undefined && { zone_name: zoneName }) };
  const domain = toCamel(await client.call('PUT', `${workers}/domains`, sent)) as Properties;
  return { id: String(domain['id']), outputs: { ...inputs, ...domain } };
}

/** The entries of `files`. */
function filesOf({ files }: Properties, folder: string): readonly ScriptPart[] {
  return Object.entries((files ?? {}) as Readonly<Record<string, Properties>>).map(
    ([name, file]) => ({
      name,
      type: String(file['contentType']),
      text: contentOf(file, folder),
    }),
  );
}

/** `content` itself, or a file, whose hash must be that of `content_sha256`. */
function contentOf({ content, contentFile, contentSha256 }: Properties, folder: string): string {
  if (content !== undefined && contentFile !== undefined) {
    throw new Error('content conflicts with content_file');
  }
  if (typeof content === 'string') return content;
  const text = readFileSync(join(folder, String(contentFile)), 'utf8');
  if (hashOf(text) === contentSha256) return text;
  throw new Error(`content_sha256 does not match the content of ${String(contentFile)}`);
}

async function read(
  client: CloudflareClient,
  { type, id, inputs = {}, outputs = {} }: KnownResource,
) {
  const workers = `/accounts/${String(outputs['accountId'])}/workers`;
  if (type === DOMAIN) {
    const domain = await client.find(`${workers}/domains/${id}`);
    if (domain === undefined) return undefined;
    const { hostname, service } = domain;
    return {
      id,
      outputs: { ...outputs, hostname, service },
      inputs: { ...inputs, hostname, service },
    };
  }
  const script = `${workers}/scripts/${id}`;
  if (type === SUBDOMAIN) {
    const found = await client.find(`${script}/subdomain`);
    if (found === undefined) return undefined;
    const now = { enabled: found['enabled'], previewsEnabled: found['previews_enabled'] };
    return { id, outputs: { ...outputs, ...now }, inputs: { ...inputs, ...now } };
  }
  const settings = await client.find(`${script}/settings`);
  if (settings === undefined) return undefined;
  const { main, files } = await partsOf(await client.get(script));
  const now = {
    ...(inputs['content'] === undefined ? { contentSha256: hashOf(main) } : { content: main }),
    ...(files.size > 0 && { files: filesAfterRefresh(outputs['files'], files) }),
    compatibilityDate: settings['compatibility_date'],
    compatibilityFlags: settings['compatibility_flags'],
    observability: toCamel(settings['observability']),
    bindings: bindingsAfterRefresh(
      (outputs['bindings'] ?? []) as readonly Binding[],
      (settings['bindings'] ?? []) as readonly Binding[],
    ),
  };
  return { id, outputs: { ...outputs, ...now }, inputs: { ...inputs, ...now } };
}

/** Each file keeps where its content is, with the hash of what was read. */
function filesAfterRefresh(state: unknown, remote: ReadonlyMap<string, string>): Properties {
  const known = (state ?? {}) as Readonly<Record<string, Properties>>;
  return Object.fromEntries(
    [...remote].map(([name, text]) => [name, { ...known[name], contentSha256: hashOf(text) }]),
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function remove(client: CloudflareClient, type: string, id: string, outputs: Properties) {
  const workers = `/accounts/${String(outputs['accountId'])}/workers`;
  if (type === SCRIPT) {
    const force = outputs['force'] === true ? '?force=true' : '';
    await client.delete(`${workers}/scripts/${id}${force}`);
  }
  if (type === SUBDOMAIN) await client.delete(`${workers}/scripts/${id}/subdomain`);
  if (type === DOMAIN) await client.delete(`${workers}/domains/${id}`);
}

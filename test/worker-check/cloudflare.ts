// A server that answers as Cloudflare's API does about one Worker.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { listenOnLoopback } from '../support/loopback.ts';

export const ACCOUNT = '0123456789abcdef0123456789abcdef';
export const TOKEN = 'cf-token-canary';
export const PAGE = '<!doctype html>';
export const CODE = 'export default { fetch: () => new Response("é\r\n--") };\r\n';
export const BACKENDS = '[{"name":"eu","endpoint":"https://eu.openai.azure.com"}]';

export interface AtCloudflare {
  bindings: Record<string, unknown>[];
  /** Files of the script, by name. */
  files: Record<string, string>;
  /** Of the answer about settings, beside the bindings. */
  settings: Readonly<Record<string, unknown>>;
  /** Versions of each deployment; the first one serves. */
  deployments: (readonly { readonly version_id: string; readonly percentage: number }[])[];
  /** Whether the script comes as a form, as for Workers that are modules. */
  isForm: boolean;
  /** In place of every answer. */
  failure: { readonly status: number; readonly body: string } | undefined;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the stack's output says. */
export const EXPECTED = {
  name: 'my-gateway',
  accountId: ACCOUNT,
  contentSha256: sha256(CODE),
  files: { 'page.html': sha256(PAGE) },
  settings: {
    compatibility_date: '2026-10-23',
    compatibility_flags: 'a_flag b_flag',
    logpush: false,
    'observability.enabled': true,
    'observability.logs.invocation_logs': false,
    'observability.traces.enabled': false,
  },
  bindings: [
    { name: 'BACKENDS', type: 'plain_text', sha256: sha256(BACKENDS) },
    { name: 'CHIT_USERS', type: 'secret_text' },
    {
      name: 'USER_RATE',
      type: 'ratelimit',
      rate: { namespaceId: '1001', limit: 60, period: 60 },
    },
    {
      name: 'LEDGER',
      type: 'durable_object_namespace',
      object: { className: 'Ledger', scriptName: 'my-gateway-ledger' },
    },
  ],
} as const;

/** As Cloudflare may answer it: with its defaults. */
export const OBSERVABILITY = {
  enabled: true,
  head_sampling_rate: 1,
  logs: { enabled: true, invocation_logs: false, destinations: [] },
};

/** The same Worker, as Cloudflare has it: in another order, and with more about each binding. */
export function unchanged(): AtCloudflare {
  return {
    bindings: [
      { type: 'secret_text', name: 'CHIT_USERS' },
      {
        type: 'ratelimit',
        name: 'USER_RATE',
        namespace_id: '1001',
        simple: { limit: 60, period: 60 },
      },
      {
        type: 'durable_object_namespace',
        name: 'LEDGER',
        class_name: 'Ledger',
        script_name: 'my-gateway-ledger',
        namespace_id: 'f'.repeat(32),
      },
      { type: 'plain_text', name: 'BACKENDS', text: BACKENDS },
    ],
    files: { 'page.html': PAGE, 'worker.js': CODE },
    settings: {
      compatibility_date: '2026-10-23',
      compatibility_flags: ['b_flag', 'a_flag'],
      usage_model: 'standard',
      tail_consumers: null,
      observability: OBSERVABILITY,
    },
    deployments: [
      [{ version_id: 'v2', percentage: 100 }],
      [
        { version_id: 'v1', percentage: 50 },
        { version_id: 'v2', percentage: 50 },
      ],
    ],
    isForm: true,
    failure: undefined,
  };
}

/** Starts the server. It serves what `worker` is at the time of the request. */
export async function startCloudflare(worker: () => AtCloudflare) {
  const path = `/client/v4/accounts/${ACCOUNT}/workers/scripts/${EXPECTED.name}`;
  const server = createServer((request, response) => {
    const { failure, bindings, files, settings, deployments, isForm } = worker();
    const json = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    if (failure !== undefined) json(failure.status, failure.body);
    else if (request.headers.authorization !== `Bearer ${TOKEN}`) json(403, errorBody(10000));
    else if (request.url === `${path}/settings`) {
      json(200, succeed({ ...settings, bindings }));
    } else if (request.url === `${path}/deployments`) {
      const list = deployments.map((versions) => ({ strategy: 'percentage', versions }));
      json(200, succeed({ deployments: list }));
    } else if (request.url !== path) json(404, errorBody(10007));
    else if (isForm) {
      const headers = {
        'content-type': 'multipart/form-data; boundary=3a7f',
        'cf-entrypoint': 'worker.js',
      };
      response.writeHead(200, headers).end(form(files));
    } else {
      const code = files['worker.js'];
      response.writeHead(200, { 'content-type': 'application/javascript' }).end(code);
    }
  });
  const { url, close } = await listenOnLoopback(server);
  return { baseUrl: `${url.origin}/client/v4`, close };
}

function succeed(result: object): string {
  return JSON.stringify({ success: true, errors: [], result });
}

export function errorBody(code: number): string {
  const errors = [{ code, message: 'says Cloudflare' }];
  return JSON.stringify({ success: false, errors, result: null });
}

function form(files: Readonly<Record<string, string>>): string {
  const parts = Object.entries(files).map(
    ([name, text]) =>
      `--3a7f\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: application/javascript+module\r\n\r\n${text}\r\n`,
  );
  return `${parts.join('')}--3a7f--\r\n`;
}

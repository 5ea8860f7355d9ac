// Requests to login.microsoftonline.com, over HTTP.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRequest, type RequestEnd } from '../reading/received-request.ts';
import { entraError, toAnswer } from './entra-errors.ts';
import type { EntraFault, TokenRequest } from './entra-options.ts';
import type { Entra } from './entra.ts';

const HOST = /^login\.microsoftonline\.com(:\d+)?$/i;
const TOKEN_PATH = /^\/([^/]+)\/oauth2\/v2\.0\/token$/;

/** Whether the Host header is that of Entra's public cloud. */
export function isEntraHost(host: string | undefined): boolean {
  return HOST.test(host ?? '');
}

/**
 * Answers one request.
 *
 * @param onRequest gets the request once it is read
 * @throws when the client leaves before its request is complete
 */
export async function serveEntra(
  entra: Entra,
  onRequest: (request: TokenRequest) => void,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const ended = Promise.withResolvers<RequestEnd>();
  const { path, method, body, headers } = await readRequest(incoming, ended.promise);
  const tenantId = TOKEN_PATH.exec(URL.parse(path, 'https://login')?.pathname ?? '')?.[1];
  if (tenantId === undefined || method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  const request = { tenantId, headers, form: readForm(headers['content-type'], body) };
  onRequest(request);
  const fault = await entra.disturb(request);
  if (fault !== undefined) {
    sendFault(fault, response, entra.now());
    return;
  }
  const { status, body: answer } = await entra.answer(request);
  send(response, status, JSON.stringify(answer));
}

/** A body of another type is read as an empty form: Entra then misses its first parameter. */
function readForm(type: string | undefined, body: Buffer): Readonly<Record<string, string>> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type ?? '')) return {};
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString())) {
    if (!form.has(name)) form.set(name, value);
  }
  return Object.fromEntries(form);
}

function sendFault(fault: EntraFault, response: ServerResponse, nowMs: number): void {
  if (fault.kind === 'drop') {
    response.socket?.destroy();
    return;
  }
  if (fault.kind === 'aadsts') {
    const { status, body } = toAnswer(entraError(fault.code), nowMs);
    send(response, status, JSON.stringify(body));
    return;
  }
  const temporary = toAnswer(entraError(90_033), nowMs).body;
  send(response, fault.status, fault.body ?? JSON.stringify(temporary), fault.headers);
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  // The headers that Entra sends with tokens and errors alike.
  response.writeHead(status, {
    'cache-control': 'no-store, no-cache',
    'content-type': 'application/json; charset=utf-8',
    pragma: 'no-cache',
    ...headers,
  });
  response.end(body);
}

// How the tests here start the stand-in and talk to it: over real sockets, with the Host header
// of their choice, keeping every piece of the body apart.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import {
  startAzure,
  type AzureAccount,
  type AzureOptions,
  type AzureStandIn,
} from '../../azure-stand-in/server.ts';

export const KEY = 'key-one';
/** 2026-11-22T00:00:00Z */
export const NOW_MS = 1_795_305_600_000;

export const ACCOUNT: AzureAccount = {
  subdomain: 'contoso',
  keys: [KEY, 'key-two'],
  deployments: [
    { name: 'mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'plain', model: 'gpt-4.1', version: '2025-04-14' },
    { name: 'thinker', model: 'gpt-5', version: '2025-08-07' },
    { name: 'embed', model: 'text-embedding-3-small', version: '1' },
    { name: 'ada', model: 'text-embedding-ada-002', version: '2' },
    { name: 'instruct', model: 'gpt-35-turbo-instruct', version: '0914' },
    { name: 'codex', model: 'gpt-5.3-codex' },
  ],
};

/** Starts a stand-in with one account that ends with the test; its clock does not advance. */
export async function start(options: Partial<AzureOptions> = {}): Promise<AzureStandIn> {
  const standIn = await startAzure({ accounts: [ACCOUNT], now: () => NOW_MS, ...options });
  onTestFinished(() => standIn.close());
  return standIn;
}

export interface Sent {
  readonly path: string;
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called with each piece of the body as it comes. */
  readonly onPiece?: (text: string) => void;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly pieces: readonly Buffer[];
  readonly bytes: Buffer;
  readonly text: string;
  /** Undefined when the response came to its proper end, else the error's code. */
  readonly cut: string | undefined;
}

/** Sends one request on a connection of its own. Rejects when no status line comes. */
export async function send(standIn: AzureStandIn, sent: Sent): Promise<Got> {
  const payload = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body ?? {});
  const method = sent.method ?? 'POST';
  return new Promise((resolve, reject) => {
    let hasResponse = false;
    const request = httpRequest({
      host: '127.0.0.1',
      port: standIn.port,
      path: sent.path,
      method,
      agent: false,
      headers: { 'api-key': KEY, 'content-type': 'application/json', ...sent.headers },
    });
    request.on('error', (error) => {
      // The response also reports the error, after it has passed on what came before.
      if (!hasResponse) reject(error);
    });
    request.once('response', (response) => {
      hasResponse = true;
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        sent.onPiece?.(piece.toString());
      });
      const finish = (cut?: string): void => {
        const bytes = Buffer.concat(pieces);
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, pieces, bytes, text: bytes.toString(), cut });
      };
      response.once('end', () => {
        finish();
      });
      response.once('error', (error: NodeJS.ErrnoException) => {
        finish(error.code ?? error.message);
      });
    });
    request.end(method === 'GET' ? undefined : payload);
  });
}

/** Status and parsed body: what most tests look at. */
export async function ask(standIn: AzureStandIn, sent: Sent): Promise<[number, unknown]> {
  const got = await send(standIn, sent);
  return [got.status, JSON.parse(got.text)];
}

/** The payloads of a stream, `[DONE]` as text. */
export function parseEvents(text: string): readonly unknown[] {
  return text
    .split(/\r?\n\r?\n/)
    .filter((frame) => frame !== '')
    .map((frame) => {
      const data = frame.replace(/^data: /, '');
      return data === '[DONE]' ? data : (JSON.parse(data) as unknown);
    });
}

/** A chat body for the `mini` deployment. */
export function chatBody(text: string, extra: object = {}): object {
  return { model: 'mini', messages: [{ role: 'user', content: text }], ...extra };
}

export const V1_CHAT = '/openai/v1/chat/completions';

/** A classic path with a dated version. */
export function classic(deployment: string, operation: string): string {
  return `/openai/deployments/${deployment}/${operation}?api-version=2024-10-21`;
}

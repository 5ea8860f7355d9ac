// One request and its whole answer.
import { Trouble, Unreachable } from '../finding.ts';
import { parseAddress } from './addresses.ts';

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | URLSearchParams;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** undefined where the text is not JSON. */
  readonly json: unknown;
}

/** @throws Unreachable where nobody answers, or not in time; Trouble for what cannot be sent */
export type Ask = (url: string, question?: Question) => Promise<Answer>;

/**
 * @param deadline makes the signal that ends a request
 */
export function asker(deadline: () => AbortSignal): Ask {
  return async (url, { method = 'GET', headers = {}, body } = {}) => {
    const { origin } = parseAddress(url, 'an address');
    checkHeaders(headers, origin);
    const signal = deadline();
    try {
      const response = await fetch(url, {
        method,
        headers,
        signal,
        // A credential must not follow a redirect to somebody else.
        redirect: 'manual',
        ...(body !== undefined && { body }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    } catch (error) {
      if (signal.aborted) {
        throw new Unreachable(
          `${origin} did not answer in time`,
          'Try again. If it lasts, look at the status page of the service, and at proxies and firewalls on the way.',
        );
      }
      throw new Unreachable(
        `${origin} cannot be reached: ${reasonOf(error)}`,
        'Check the network, and proxies and firewalls on the way.',
      );
    }
  };
}

/** Before anything is sent: what fetch says about such a value repeats it. */
function checkHeaders(headers: Readonly<Record<string, string>>, origin: string): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new Trouble(
        `the key or token for ${origin} has a character that cannot be sent (header ${name})`,
        'Copy it again, without line breaks and without the curly quotes or invisible characters that editors and chats put in.',
      );
    }
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && cause.message === '' ? String(cause.code) : cause.message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

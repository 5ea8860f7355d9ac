// Requests of the provider Azure Native, and its errors in the real provider's words.
import { isObject } from '../reading/json-value.ts';
import type { Properties } from './grpc.ts';

export class AzureClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** undefined: it is not there. */
  async find(id: string): Promise<Properties | undefined> {
    const { status, body } = await this.#send('GET', id);
    if (status === 404) return undefined;
    if (status >= 400) throw new Error(describe(status, body));
    return body;
  }

  async put(id: string, sent: Properties): Promise<Properties> {
    const { status, body } = await this.#send('PUT', id, sent);
    if (status >= 400) throw new Error(describe(status, body));
    return body;
  }

  async delete(id: string): Promise<void> {
    const { status, body } = await this.#send('DELETE', id);
    if (status >= 400 && status !== 404) throw new Error(describe(status, body));
  }

  /** A function of the provider; its errors are those of Azure's own SDK. */
  async call(method: 'GET' | 'POST', path: string): Promise<Properties> {
    const { status, body } = await this.#send(method, path);
    if (status < 400) return body;
    const line = '-'.repeat(80);
    const { code } = errorOf(body);
    throw new Error(
      `request failed ${path}: ${method} https://management.azure.com${path}\n${line}\nRESPONSE ${status}: ${status}\nERROR CODE: ${code}\n${line}\n${JSON.stringify(body, null, 2)}\n${line}\n`,
    );
  }

  async #send(method: string, path: string, sent?: Properties) {
    const response = await fetch(this.#url + path, {
      method,
      ...(sent !== undefined && {
        body: JSON.stringify(sent),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, body: isObject(body) ? body : {} };
  }
}

function describe(status: number, body: Properties): string {
  const { code, message } = errorOf(body);
  return `Status=${status} Code="${code}" Message="${message}"`;
}

function errorOf(body: Properties): { readonly code: string; readonly message: string } {
  const error = isObject(body['error']) ? body['error'] : {};
  return { code: String(error['code']), message: String(error['message']) };
}

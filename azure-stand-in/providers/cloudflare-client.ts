// Requests of the provider Cloudflare, and its errors in the real provider's words.
import type { Properties } from './grpc.ts';
import type { ScriptPart } from './worker-upload.ts';

export class CloudflareClient {
  readonly #url: string;
  token: string | undefined = undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async call(method: string, path: string, sent?: Properties): Promise<Properties> {
    const body = sent === undefined ? {} : { body: JSON.stringify(sent) };
    const answer = JSON.parse(await this.#send(method, path, body)) as Properties;
    return answer['result'] as Properties;
  }

  /** undefined: it is not there. */
  async find(path: string): Promise<Properties | undefined> {
    try {
      return await this.call('GET', path);
    } catch (error) {
      if (error instanceof Error && error.message.includes(': 404')) return undefined;
      throw error;
    }
  }

  async get(path: string): Promise<Response> {
    return this.#request('GET', path, {});
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path, {});
  }

  async upload(
    path: string,
    metadata: Properties,
    text: string,
    files: readonly ScriptPart[],
  ): Promise<void> {
    const form = new FormData();
    form.set('metadata', new Blob([JSON.stringify(metadata)], { type: 'application/json' }));
    const name = String(metadata['main_module']);
    form.set(name, new Blob([text], { type: 'application/javascript+module' }), name);
    for (const file of files) {
      form.set(file.name, new Blob([file.text], { type: file.type }), file.name);
    }
    await this.#send('PUT', path, { body: form });
  }

  async #send(method: string, path: string, init: RequestInit): Promise<string> {
    return (await this.#request(method, path, init)).text();
  }

  async #request(method: string, path: string, init: RequestInit): Promise<Response> {
    const url = this.#url + path;
    const headers = { authorization: `Bearer ${this.token ?? ''}` };
    const response = await fetch(url, { ...init, method, headers });
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(
      `failed to make http request: ${method} "https://api.cloudflare.com/client/v4${path}": ${response.status} ${response.statusText} ${text}`,
    );
  }
}

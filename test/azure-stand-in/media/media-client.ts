// How the tests of images, audio and files start the stand-in and talk to it: deployments of every
// kind, the official SDK in both of its modes, and requests that the SDK does not send.
import OpenAI, { AzureOpenAI } from 'openai';
import type { AzureAccount, AzureOptions, AzureStandIn } from '../../../azure-stand-in/server.ts';
import { KEY, start } from '../client.ts';

export const MEDIA_ACCOUNT: AzureAccount = {
  subdomain: 'contoso',
  keys: [KEY],
  deployments: [
    { name: 'image', model: 'gpt-image-2', version: '2026-04-21' },
    { name: 'image-one', model: 'gpt-image-1.5' },
    { name: 'image-mini', model: 'gpt-image-1-mini' },
    { name: 'dalle', model: 'dall-e-3', version: '3.0' },
    { name: 'whisper', model: 'whisper', version: '001' },
    { name: 'transcribe', model: 'gpt-4o-mini-transcribe', version: '2025-12-15' },
    { name: 'diarize', model: 'gpt-4o-transcribe-diarize', version: '2025-10-15' },
    { name: 'speech', model: 'gpt-4o-mini-tts', version: '2025-12-15' },
    { name: 'tts', model: 'tts', version: '001' },
    { name: 'mini', model: 'gpt-5.4-mini', version: '2026-03-17', sku: 'GlobalStandard' },
  ],
};

/** A stand-in, and the SDK speaking to it: as v1, and with a dated version. */
interface Media {
  readonly standIn: AzureStandIn;
  readonly v1: OpenAI;
  readonly dated: AzureOpenAI;
}

export async function startMedia(options: Partial<AzureOptions> = {}): Promise<Media> {
  const standIn = await start({ accounts: [MEDIA_ACCOUNT], ...options });
  return { standIn, v1: v1Client(standIn), dated: datedClient(standIn, '2025-04-01-preview') };
}

export function v1Client(standIn: AzureStandIn): OpenAI {
  return new OpenAI({ baseURL: `${standIn.url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

export function datedClient(standIn: AzureStandIn, apiVersion: string): AzureOpenAI {
  return new AzureOpenAI({ endpoint: standIn.url, apiKey: KEY, apiVersion, maxRetries: 0 });
}

/** Sends a form; answers with status and text. */
export async function sendForm(
  standIn: AzureStandIn,
  path: string,
  form: FormData,
): Promise<readonly [number, string]> {
  const headers = { 'api-key': KEY };
  const response = await fetch(standIn.url + path, { method: 'POST', headers, body: form });
  return [response.status, await response.text()];
}

/** A form of text fields and files. */
export function formOf(...parts: readonly (readonly [string, string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

/** A 400 in the model service's shape. */
export function badRequest(message: string, param: string | null, code: string | null): object {
  return { error: { message, type: 'invalid_request_error', param, code } };
}

// A request to a server of this machine under the name that it has elsewhere, which fetch cannot send.
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from '../context/ask.ts';
import { Unreachable } from '../finding.ts';
import { readJsonObject } from '../stack/operators-pulumi.ts';

/** Reads a JSON document. @throws Unreachable where nobody answers, or not in time */
export function readAsHost(url: string, host: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { host }, signal, agent: false }, (response) => {
      text(response)
        .then((body) => {
          const status = response.statusCode ?? 0;
          resolve({ status, headers: new Headers(), text: body, json: readJsonObject(body) });
        })
        .catch(reject);
    });
    request.once('error', ({ message }) => {
      const advice = 'Check that the gateway still runs.';
      reject(new Unreachable(`${new URL(url).origin} cannot be reached: ${message}`, advice));
    });
  });
}

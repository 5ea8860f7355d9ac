// What must have reached Azure when a check passes, and what must never reach it.
import type { AzureStandIn } from '../../azure-stand-in/server.ts';
import type { Reach } from './client.ts';
import type { Gateway } from './gateway.ts';

const CHAT: Reach = { path: /\/chat\/completions$/ };
const RESPONSES: Reach = { path: /\/responses$/ };

/** By the check's name. A check that is not here says with `reaches` what reaches Azure. */
export const REACHES: Readonly<Record<string, Reach>> = {
  chat: CHAT,
  'chat-stream': CHAT,
  'chat-tools': { ...CHAT, times: 2 },
  'chat-defaults': CHAT,
  'chat-cut': CHAT,
  'chat-json': CHAT,
  'chat-vision': CHAT,
  retry: { ...CHAT, times: 2 },
  'slow-first-byte': CHAT,
  responses: RESPONSES,
  'responses-stream': RESPONSES,
  'responses-tools': { ...RESPONSES, times: 2 },
  'responses-defaults': RESPONSES,
  'responses-cut': RESPONSES,
  'responses-chain': { ...RESPONSES, times: 2 },
  'background-resume': { path: /\/responses\/resp_[^/]+$/, marked: false },
  embeddings: { path: /\/embeddings$/, marked: false },
  image: { path: /\/images\/generations$/ },
  'image-defaults': { path: /\/images\/generations$/ },
  'image-edit': { path: /\/images\/edits$/ },
  transcription: { path: /\/audio\/transcriptions$/, marked: false },
  speech: { path: /\/audio\/speech$/ },
  realtime: { path: /\/realtime$/, marked: false, socket: true },
  'realtime-transcription': { path: /\/realtime$/, marked: false, socket: true },
  'realtime-call': { path: /\/realtime$/, marked: false, socket: true },
  files: { path: /\/files$/, marked: false },
  batch: { path: /\/batches\/[^/]+$/, marked: false },
  containers: { path: /\/containers\/[^/]+\/files$/, marked: false },
  // The gateway answers these itself.
  'wrong-key': { path: /^/, times: 0, marked: false },
  'wrong-method': { path: /^/, times: 0, marked: false },
  models: { path: /^/, times: 0, marked: false },
};

/**
 * @param reach what the check's client says, if it differs from the usual request
 * @returns a sentence when it is missing
 */
export function findMissing(
  { requests, sockets }: Pick<AzureStandIn, 'requests' | 'sockets'>,
  check: string,
  reach = REACHES[check],
): string | undefined {
  if (reach === undefined) return `test/clients says nothing about what reaches Azure for ${check}`;
  const { path, marked = true, times = 1, socket } = reach;
  const mark = `[${check}]`;
  const seen =
    socket === true
      ? sockets.filter((one) => path.test(pathname(one.path)))
      : requests.filter(
          (one) =>
            one.upgrade !== true &&
            path.test(pathname(one.path)) &&
            (!marked || one.body.includes(mark)),
        );
  if (seen.length >= times) return undefined;
  const what = `${socket === true ? 'WebSocket' : 'request'} to ${path.source}`;
  return `Azure received ${seen.length} of ${times} ${what}${marked ? ` with ${mark}` : ''}`;
}

/** @returns a sentence when a request at Azure has another key than its account's, or a user's key */
export function findLeak({ azure, accounts, key, dataKey }: Gateway): string | undefined {
  const azureKeys = accounts.flatMap(({ keys }) => keys);
  for (const { headers, path, body } of azure.requests) {
    if (!azureKeys.includes(headers['api-key'] ?? '')) return `${path} has no key of its account`;
    const said = `${path} ${JSON.stringify(headers)} ${body.toString('latin1')}`;
    if ([key, dataKey].some((secret) => said.includes(secret))) return `${path} has a user's key`;
  }
  return undefined;
}

function pathname(path: string): string {
  return path.replace(/\?.*/, '');
}

// The page that people look at: files that are open to all. It asks for a key and calls the API with it.

import { RequestFailure } from '../contract/failure.ts';
import { PAGE_FILES, type PageFile } from '../contract/page-files.ts';
import type { Reply } from '../http/reply.ts';
import type { LoadPageFile } from '../page-modules.ts';

/** The path of a file that the page itself loads, without a leading slash. */
export type PagePath = Exclude<PageFile, 'page.html'>;

export function isPagePath(path: string): path is PagePath {
  return path !== 'page.html' && PAGE_FILES.some((file) => file === path);
}

const SCRIPT = 'text/javascript; charset=utf-8';

const TYPES: Readonly<Record<PageFile, string>> = {
  'page.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'page.js': SCRIPT,
  'page-shared.js': SCRIPT,
  'page-admin.js': SCRIPT,
};

/**
 * The page runs nothing but its own script and reaches nothing but this host: a text that got into it could
 * not send a key away. `blob:` and `data:` are pictures and speech that the API has answered.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = {
  // The files belong together: one that a cache kept from before an upgrade would not fit the others.
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Whether the request comes from somebody who looks at the answer. Programs accept anything, or JSON. */
export function wantsPage(accept: string | null): boolean {
  return accept !== null && /\btext\/html\b/i.test(accept);
}

/**
 * Answers with the page.
 *
 * @returns undefined where the Worker was uploaded without it
 */
export async function answerPage(load: LoadPageFile): Promise<Reply | undefined> {
  const text = await load('page.html');
  return text === undefined ? undefined : fileReply('page.html', text);
}

/**
 * Answers with a file of the page.
 *
 * @throws RequestFailure where the Worker was uploaded without it
 */
export async function answerPageFile(path: PagePath, load: LoadPageFile): Promise<Reply> {
  const text = await load(path);
  if (text !== undefined) return fileReply(path, text);
  throw new RequestFailure({ kind: 'unknown_url', method: 'GET', path: `/${path}` });
}

function fileReply(file: PageFile, body: string): Reply {
  return { status: 200, headers: { ...HEADERS, 'content-type': TYPES[file] }, body };
}

// What the bare address answers: a page to people who look at it, JSON to programs.
import { expect, test } from 'vitest';
import { ask } from '../gateway-under-test.ts';

const PAGE = {
  'page.html': '<!doctype html>',
  'page.css': 'body{}',
  'page.js': 'render()',
  'page-shared.js': 'export {}',
  'page-admin.js': 'export {}',
};
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

async function get(path: string, accept?: string, page?: typeof PAGE) {
  const { response, log } = await ask({
    path,
    method: 'GET',
    headers: accept === undefined ? {} : { accept },
    ...(page === undefined ? {} : { page }),
  });
  return { response, log, text: await response.text() };
}

test.each(['/', '/v1', '/v1/', '/openai/v1'])('%s is the page for a browser', async (path) => {
  const { response, text } = await get(path, BROWSER, PAGE);
  expect(response.status).toBe(200);
  expect(text).toBe(PAGE['page.html']);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test.each([undefined, '*/*', 'application/json'])('and JSON for %j', async (accept) => {
  const { response, text } = await get('/', accept, PAGE);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(JSON.parse(text)).toMatchObject({ service: 'cf-openai-azure-proxy' });
  expect(response.headers.get('vary')).toContain('accept');
});

test('without a page, browsers get JSON too', async () => {
  const { response, text } = await get('/', BROWSER);
  expect(response.status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ service: 'cf-openai-azure-proxy' });
});

test.each([
  ['/page.css', 'text/css; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/page-shared.js', 'text/javascript; charset=utf-8'],
  ['/page-admin.js', 'text/javascript; charset=utf-8'],
] as const)('%s needs no key', async (path, type) => {
  const { response, log } = await get(path, '*/*', PAGE);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(log).toMatchObject([{ op: path.slice(1), status: 200 }]);
});

test.each(['/page.css', '/page.js'])('without a page, %s is not found', async (path) => {
  const { response, text } = await get(path);
  expect(response.status).toBe(404);
  expect(text).toContain('unknown_url');
});

test.each(['/', '/page.css', '/page.js'])('%s runs nothing of others', async (path) => {
  const { response } = await get(path, BROWSER, PAGE);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toMatch(/https?:/);
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('POST is refused', async () => {
  const { response } = await ask({ path: '/page.js', page: PAGE });
  expect(response.status).toBe(405);
});

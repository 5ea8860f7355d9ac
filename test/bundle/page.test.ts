// The page in workerd, where its files are text modules.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type RunningGateway } from './running-gateway.ts';

const BROWSER = { accept: 'text/html,*/*;q=0.8' };

let gateway: RunningGateway;
let pageless: RunningGateway;
beforeAll(async () => {
  [gateway, pageless] = await Promise.all([startGateway({ page: true }), startGateway()]);
});
afterAll(async () => {
  await Promise.all([gateway.stop(), pageless.stop()]);
});

test('a browser gets the page, and the files that it names', async () => {
  const page = await fetch(gateway.url, { headers: BROWSER });
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const html = await page.text();
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(named).toEqual(['/page.css', '/page-shared.js', '/page.js']);
  for (const path of [...named, '/page-admin.js']) {
    const file = await fetch(gateway.url + path);
    expect(file.status).toBe(200);
    expect((await file.text()).length).toBeGreaterThan(0);
    expect(file.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('a program gets JSON', async () => {
  const answer = await fetch(gateway.url);
  expect(await answer.json()).toMatchObject({ service: 'cf-openai-azure-proxy' });
});

test('without the files, a browser gets JSON, and the paths of the files are not found', async () => {
  const answer = await fetch(pageless.url, { headers: BROWSER });
  expect(await answer.json()).toMatchObject({ service: 'cf-openai-azure-proxy' });
  const file = await fetch(`${pageless.url}/page.js`);
  expect(file.status).toBe(404);
});

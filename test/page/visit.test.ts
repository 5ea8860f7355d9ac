// Coming with a key, without one, and by an invite link; and leaving.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageGateway, type PageGateway } from './support/gateway.ts';
import { startBrowser, visit } from './support/visitor.ts';

let gateway: PageGateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startPageGateway(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

test('a first visit says what this is and that the gateway runs, and asks for a key', async () => {
  const { page, requests, leave } = await visit(browser, gateway.url);
  await page.getByText('The gateway is running').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
    'Your OpenAI-compatible endpoint',
  );
  expect(await page.getByText(`${gateway.url}/v1`).count()).toBe(1);
  expect(await page.getByLabel('Your key', { exact: true }).getAttribute('type')).toBe('password');
  expect(requests.map(({ url }) => new URL(url).pathname).toSorted()).toEqual([
    '/',
    '/health',
    '/page-shared.js',
    '/page.css',
    '/page.js',
  ]);
  await leave();
});

test("a wrong key shows the gateway's own sentence, and the next one opens the page", async () => {
  const { page, signIn, leave } = await visit(browser, gateway.url);
  await signIn('sk-wrong');
  const answer = await fetch(`${gateway.url}/v1/me`, {
    headers: { authorization: 'Bearer sk-wrong' },
  });
  const { error } = (await answer.json()) as { readonly error: { readonly message: string } };
  await page.getByRole('alert').getByText(error.message).waitFor();
  await signIn('密钥');
  await page.getByRole('alert').getByText('Paste it again').waitFor();
  await signIn(gateway.keyOf('alice'));
  await page.getByText('Signed in as alice').waitFor();
  await leave();
});

test('a key lists its models with what each can do, and stays hidden until it is shown', async () => {
  const { page, signIn, leave } = await visit(browser, gateway.url);
  const key = gateway.keyOf('王芳');
  await signIn(key);
  await page.getByText('Team: school').waitFor();
  const pro = page.getByRole('listitem').filter({ hasText: 'gpt-5.4-pro' });
  expect(await pro.getByText('Responses API').count()).toBe(1);
  expect(await pro.getByText('chat', { exact: true }).count()).toBe(0);
  expect(await page.getByText('Key expires: never').count()).toBe(0);
  expect(await page.getByText(key).count()).toBe(0);
  await page.getByRole('button', { name: 'Show: API key' }).click();
  expect(await page.getByText(key).count()).toBe(1);
  await leave();
});

test('a reload keeps the key; forgetting it leaves nothing in the tab', async () => {
  const { page, signIn, leave } = await visit(browser, gateway.url);
  await signIn(gateway.keyOf('bob'));
  await page.getByText('Signed in as bob').waitFor();
  await page.reload();
  await page.getByText('Signed in as bob').waitFor();
  await page.getByRole('button', { name: 'Forget key' }).click();
  await page.getByLabel('Your key', { exact: true }).waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await page.reload();
  await page.getByLabel('Your key', { exact: true }).waitFor();
  await leave();
});

test('an invite link opens the page, and its key is in no address, no history and no request', async () => {
  const key = gateway.keyOf('bob');
  const { page, requests, leave } = await visit(browser, `${gateway.url}/#key=${key}`);
  await page.getByText('Signed in as bob').waitFor();
  expect(page.url()).toBe(`${gateway.url}/`);
  expect(requests.filter(({ url }) => url.includes(key))).toEqual([]);
  const other = gateway.keyOf('alice');
  await page.evaluate(`location.hash = ${JSON.stringify(`key=${other}`)}`);
  await page.getByText('Signed in as alice').waitFor();
  expect(page.url()).not.toContain(other);
  const browserSide = await page.context().newCDPSession(page);
  const { entries } = await browserSide.send('Page.getNavigationHistory');
  expect(entries.filter(({ url }) => url.includes(key) || url.includes(other))).toEqual([]);
  await leave();
});

test('a gateway that has gone is reported', async () => {
  const { page, signIn, leave } = await visit(browser, gateway.url);
  await page.getByText('The gateway is running').waitFor();
  await page.context().setOffline(true);
  await signIn(gateway.keyOf('bob'));
  await page.getByRole('alert').getByText('could not be reached').waitFor();
  await page.context().setOffline(false);
  await leave();
});

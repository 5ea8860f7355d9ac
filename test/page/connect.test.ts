// Settings for each client of docs/clients.md: what is shown, what is copied, and the ways into programs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageGateway, type PageGateway } from './support/gateway.ts';
import { startBrowser, visit, type Visitor } from './support/visitor.ts';

let gateway: PageGateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startPageGateway(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

/** The clients in the first table of the page Clients. */
async function documentedClients(): Promise<readonly string[]> {
  const page = await readFile(join(import.meta.dirname, '../../docs/clients.md'), 'utf8');
  const [table = ''] = /^\| client[^]*?\n\n/m.exec(page) ?? [];
  return [...table.matchAll(/^\| (.*?) +\|/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'client' && !name.startsWith('---'));
}

async function openConnect(): Promise<Visitor> {
  const visitor = await visit(browser, gateway.url);
  await visitor.signIn(gateway.keyOf('alice'));
  await visitor.goTo('Connect');
  return visitor;
}

test('every client of the docs has settings that are shown without the key and copied with it', async () => {
  const { page, clipboard, leave } = await openConnect();
  const key = gateway.keyOf('alice');
  const clients = await documentedClients();
  expect(clients.length).toBeGreaterThan(15);
  for (const client of clients) {
    await page.getByRole('button', { name: client, exact: true }).click();
    const settings = page.getByRole('region', { name: `Settings for ${client}` }).first();
    expect(await settings.innerText()).not.toContain(key);
    const copied: string[] = [];
    for (const button of await settings.getByRole('button', { name: 'Copy: ' }).all()) {
      await button.click();
      await settings.getByRole('status').getByText('Copied').first().waitFor();
      copied.push(await clipboard());
    }
    const all = copied.join('\n');
    expect(all, client).toContain(key);
    expect(all, client).toContain(new URL(gateway.url).host);
    // Open WebUI reads the list of models itself.
    if (client === 'Open WebUI') continue;
    const model = client.includes('realtime') ? 'gpt-realtime-1.5' : 'gpt-5.4-mini';
    expect(all, client).toContain(model);
  }
  await leave();
});

test('the model that is chosen is in the snippet, with the API that it has', async () => {
  const { page, clipboard, leave } = await openConnect();
  await page.getByLabel('Model').selectOption('gpt-5.4-pro');
  await page.getByRole('button', { name: 'Copy: Settings for OpenAI SDK for Python' }).click();
  await page.getByText('Copied').first().waitFor();
  expect(await clipboard()).toContain('client.responses.create(model="gpt-5.4-pro"');
  await leave();
});

test('a program of the machine is opened with the settings that it documents', async () => {
  const { page, leave } = await openConnect();
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  const opened = async (client: string): Promise<URL> => {
    await page.getByRole('button', { name: client, exact: true }).click();
    const asked = new Promise<string>((resolve) => {
      session.once('Page.frameRequestedNavigation', ({ url }) => {
        resolve(url);
      });
    });
    await page.getByRole('button', { name: `Open in ${client}` }).click();
    return new URL(await asked);
  };
  const cherry = await opened('Cherry Studio');
  expect(cherry.href).toMatch(/^cherrystudio:\/\/providers\/api-keys\?v=1&data=/);
  const data = (cherry.searchParams.get('data') ?? '').replaceAll('_', '+').replaceAll('-', '/');
  expect(JSON.parse(Buffer.from(data, 'base64').toString())).toMatchObject({
    type: 'openai',
    baseUrl: gateway.url,
    apiKey: gateway.keyOf('alice'),
  });
  const chatbox = await opened('Chatbox');
  expect(chatbox.href).toMatch(/^chatbox:\/\/provider\/import\?config=/);
  const config = Buffer.from(chatbox.searchParams.get('config') ?? '', 'base64').toString();
  expect(JSON.parse(config)).toMatchObject({
    type: 'openai',
    settings: { apiHost: gateway.url, apiKey: gateway.keyOf('alice') },
  });
  await leave();
});

test('a web program is opened at the address that the user enters, with the key after the #', async () => {
  const { page, leave } = await openConnect();
  await page.getByRole('button', { name: 'NextChat (ChatGPT-Next-Web)', exact: true }).click();
  const address = page.getByLabel('Address of your NextChat');
  await address.fill('my-nextchat');
  await page.getByRole('button', { name: 'Open in NextChat' }).click();
  await page.getByRole('alert').getByText('begins with https://').waitFor();
  // The gateway itself stands for the site: the test may reach no other host.
  await address.fill(`${gateway.url}/`);
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Open in NextChat' }).click(),
  ]);
  await opened.waitForLoadState();
  const { hash } = new URL(opened.url());
  expect(JSON.parse(decodeURIComponent(hash.replace('#/?settings=', '')))).toEqual({
    key: gateway.keyOf('alice'),
    url: gateway.url,
  });
  await opened.close();
  await leave();
});

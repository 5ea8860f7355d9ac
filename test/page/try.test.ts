// Trying models: streams, streams that break off, pictures, speech and embeddings.
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

async function openTry(): Promise<Visitor> {
  const visitor = await visit(browser, gateway.url);
  await visitor.signIn(gateway.keyOf('alice'));
  await visitor.goTo('Try it');
  return visitor;
}

async function ask({ page }: Visitor, question: string): Promise<void> {
  await page.getByLabel('Message').fill(question);
  await page.getByLabel('Message').press('Enter');
}

test('an answer is shown as it arrives, and the conversation goes on', async () => {
  const visitor = await openTry();
  const { page, leave } = visitor;
  const log = page.getByRole('log');
  await page.setExtraHTTPHeaders({ 'x-ms-fault': 'stall-after=4; hold=gate' });
  await ask(visitor, 'one two three four five six');
  await log.getByText('You said').waitFor();
  expect(await log.getAttribute('aria-busy')).toBe('true');
  expect(await log.innerText()).not.toMatch(/said:.*six/);
  gateway.azure.release('gate');
  await log.getByText(/^You said.*five six/).waitFor();
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await log.getAttribute('aria-busy')).toBe('false');
  await page.setExtraHTTPHeaders({});
  await ask(visitor, 'and another');
  await log.getByText(/^You said.*and another/).waitFor();
  const sent = JSON.parse(String(gateway.azure.requests.at(-1)?.body)) as {
    readonly messages: readonly { readonly role: string }[];
  };
  expect(sent.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  await page.getByRole('button', { name: 'New chat' }).click();
  await log.getByText('Ask something').waitFor();
  await leave();
});

test('an answer that breaks off in the middle stays, with the reason, and can be asked again', async () => {
  const visitor = await openTry();
  const { page, leave } = visitor;
  await page.setExtraHTTPHeaders({ 'x-ms-fault': 'stall-after=4; hold=cut; cut-after-events=5' });
  await ask(visitor, 'one two three four five six seven eight');
  const log = page.getByRole('log');
  await log.getByText('You said').waitFor();
  gateway.azure.release('cut');
  await page.getByRole('alert').waitFor();
  expect(await log.innerText()).toContain('You said');
  expect(await log.innerText()).not.toMatch(/said:.*eight/);
  expect(await page.getByRole('alert').innerText()).not.toBe('');
  await page.setExtraHTTPHeaders({});
  await ask(visitor, 'again');
  await log.getByText(/^You said.*again/).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await leave();
});

test('an answer can be stopped', async () => {
  const visitor = await openTry();
  const { page, leave } = visitor;
  await page.setExtraHTTPHeaders({ 'x-ms-fault': 'stall-after=4; hold=never' });
  await ask(visitor, 'one two three');
  await page.getByRole('log').getByText('You said').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('You stopped this answer.').waitFor();
  await leave();
});

test("a refusal shows the gateway's sentence and the request id", async () => {
  const visitor = await openTry();
  const { page, leave } = visitor;
  await page.setExtraHTTPHeaders({ 'x-ms-fault': '400' });
  await ask(visitor, 'hello');
  await page
    .getByRole('alert')
    .getByText(/Request id: \S+/)
    .waitFor();
  await leave();
});

test('a model without Chat Completions answers by the Responses API', async () => {
  const visitor = await openTry();
  const { page, leave } = visitor;
  await page.getByLabel('Model').selectOption('gpt-5.4-pro');
  await ask(visitor, 'hello pro');
  await page
    .getByRole('log')
    .getByText(/hello pro/)
    .nth(1)
    .waitFor();
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(gateway.azure.requests.at(-1)?.path).toContain('/responses');
  await leave();
});

test('a picture is shown', async () => {
  const { page, leave } = await openTry();
  await page.getByRole('radio', { name: 'Image' }).check();
  await page.getByLabel('Describe the picture').fill('a blue door');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('The picture is ready.').waitFor();
  const picture = page.getByRole('img', { name: 'Generated picture: a blue door' });
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth') as unknown))
    .toBe(1024);
  await leave();
});

test('speech can be played', async () => {
  const { page, leave } = await openTry();
  await page.getByRole('radio', { name: 'Speech' }).check();
  await page.getByLabel('Text to speak').fill('good morning');
  await page.getByRole('button', { name: 'Create speech' }).click();
  await page.getByText('ready to play').waitFor();
  const player = page.getByLabel('Generated speech');
  await expect
    .poll(() => player.evaluate((audio) => Number(Reflect.get(audio, 'duration'))))
    .toBeGreaterThan(0);
  await leave();
});

test('two texts are compared by their embeddings', async () => {
  const { page, leave } = await openTry();
  await page.getByRole('radio', { name: 'Embeddings' }).check();
  await page.getByLabel('First text').fill('the same');
  await page.getByLabel('Second text').fill('the same');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('Similarity 1, from two vectors of 1,536 numbers.').waitFor();
  await leave();
});

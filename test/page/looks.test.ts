// Every state of the page in both languages, in light and dark, at 360 pixels, and for screen readers.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPageGateway, type PageGateway } from './support/gateway.ts';
import { startBrowser, visit, type Visitor } from './support/visitor.ts';

let gateway: PageGateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startPageGateway(), startBrowser()]);
  const messages = [{ role: 'user', content: 'hello' }];
  for (const model of ['gpt-5.4-mini', 'gpt-5.4']) {
    await gateway.post('alice', '/v1/chat/completions', { model, messages });
  }
  await gateway.post('alice', '/v1/chat/completions', { model: 'nope', messages });
});
afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

/** Violations of accessibility rules, each with the elements. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  // Colours change slowly.
  await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  const found = await page.evaluate('axe.run(document, { preload: false })');
  return (found as axe.AxeResults).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

async function expectUsable({ page }: Visitor): Promise<void> {
  expect(await violations(page)).toEqual([]);
  const [width, visible] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, innerWidth]',
  );
  expect(width).toBeLessThanOrEqual(visible);
  // The page itself writes none of these, whatever the language.
  expect(await page.locator('body').innerText()).not.toMatch(/undefined|NaN|\{\w+\}/);
}

/** Goes through all states. Views are named by their place, because their names depend on the language. */
async function lookAround(visitor: Visitor): Promise<void> {
  const { page, signIn } = visitor;
  const open = async (view: string) => {
    await page.locator(`nav a[href="#${view}"]`).click();
    await page.locator('h1:focus').waitFor();
  };
  await page.locator('.health.healthy').waitFor();
  await expectUsable(visitor);
  await signIn('sk-wrong');
  await page.getByRole('alert').waitFor();
  await expectUsable(visitor);
  await signIn(gateway.keyOf('alice'));
  await page.locator('.models').waitFor();
  await expectUsable(visitor);
  await open('connect');
  await expectUsable(visitor);
  for (const client of ['Cherry Studio', 'NextChat (ChatGPT-Next-Web)']) {
    await page.getByRole('button', { name: client, exact: true }).click();
    await expectUsable(visitor);
  }
  await open('try');
  await page.locator('textarea').fill('hello');
  await page.locator('textarea').press('Enter');
  await page.locator('.message.assistant').waitFor();
  await page.locator('[role=log][aria-busy=false]').waitFor();
  await expectUsable(visitor);
  for (const kind of [1, 2, 3]) {
    await page.locator('.segments label').nth(kind).click();
    for (const area of await page.locator('textarea').all()) await area.fill('hello');
    await page.locator('form .primary').click();
    await page.locator('form + [role=status]:not(:empty)').waitFor();
    await page.locator('form .primary[aria-disabled=false]').waitFor();
    await expectUsable(visitor);
  }
  await open('usage');
  await page.locator('summary').click();
  await expectUsable(visitor);
  await open('admin');
  await page.locator('summary').click();
  await expectUsable(visitor);
}

describe.each(['en-US', 'zh-CN'])('in %s', (locale) => {
  test.each([
    { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  ] as const)(
    'every state is accessible and fits: $colorScheme, $viewport.width',
    async (looks) => {
      const visitor = await visit(browser, gateway.url, { locale, ...looks });
      await lookAround(visitor);
      const background = await visitor.page.evaluate(
        'getComputedStyle(document.body).backgroundColor',
      );
      const isDark = /rgb\((\d+)/.exec(String(background))?.[1]?.length === 2;
      expect(isDark).toBe(looks.colorScheme === 'dark');
      await visitor.leave();
    },
  );
});

test("the language is the browser's until another is chosen, which a reload keeps", async () => {
  const { page, leave } = await visit(browser, gateway.url, { locale: 'zh-TW' });
  await page.getByRole('heading', { name: '你的 OpenAI 兼容接口' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.title()).toContain('OpenAI 网关');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Your OpenAI-compatible endpoint' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en-US');
  await page.reload();
  await page.getByRole('heading', { name: 'Your OpenAI-compatible endpoint' }).waitFor();
  await leave();
});

test('the page can be used with the keyboard alone', async () => {
  const { page, leave } = await visit(browser, gateway.url);
  await page.getByLabel('Your key', { exact: true }).focus();
  await page.keyboard.insertText(gateway.keyOf('bob'));
  await page.keyboard.press('Enter');
  await page.getByText('Signed in as bob').waitFor();
  await page.getByRole('link', { name: 'Try it' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('h1:focus').getByText('Try it').waitFor();
  await page.getByRole('radio', { name: 'Chat' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Image' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('a door');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('The picture is ready.').waitFor();
  await leave();
});

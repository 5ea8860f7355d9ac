// A person at a browser, and everything that the page must never do meanwhile.
import assert from 'node:assert/strict';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { BROWSER_MISSING, findBrowser } from './find-browser.ts';

export type VisitorOptions = Pick<
  BrowserContextOptions,
  'locale' | 'colorScheme' | 'viewport' | 'extraHTTPHeaders'
>;

export interface Visitor {
  readonly page: Page;
  /** URLs that the page requested, each with its headers. */
  readonly requests: readonly { readonly url: string; readonly key: string | undefined }[];
  /** Types a key and opens the page with it. */
  readonly signIn: (key: string) => Promise<void>;
  /** Goes to a view by its link. */
  readonly goTo: (view: string) => Promise<void>;
  /** What was copied last. */
  readonly clipboard: () => Promise<string>;
  /** Fails for anything that the page must not have done, and ends the visit. */
  readonly leave: () => Promise<void>;
}

/** Starts a browser, for all tests of a file. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await findBrowser(process.env);
  if (executablePath === undefined) throw new Error(BROWSER_MISSING);
  // Its sandbox needs rights that containers do not have.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Opens the gateway's address, in a browser that has never been there. */
export async function visit(
  browser: Browser,
  address: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const { origin } = new URL(address);
  const context = await browser.newContext({ locale: 'en-US', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error('violation', violatedDirective, blockedURI))",
  );
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: { url: string; key: string | undefined }[] = [];
  page.on('console', (message) => {
    // Every answer that is an error is reported like this.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  context.on('request', (request) => {
    const { authorization } = request.headers();
    requests.push({ url: request.url(), key: authorization?.replace('Bearer ', '') });
  });
  await page.goto(address);
  return {
    page,
    requests,
    async signIn(key) {
      await page.getByLabel(/^(Your key|你的密钥)$/).fill(key);
      await page.getByRole('button', { name: /^(Open|打开)$/ }).click();
    },
    async goTo(view) {
      await page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click();
    },
    clipboard: () => page.evaluate('navigator.clipboard.readText()'),
    async leave() {
      const kept: unknown = await page.evaluate(
        '({ cookies: document.cookie, local: localStorage.length })',
      );
      assert.deepEqual(kept, { cookies: '', local: 0 });
      assert.deepEqual(await context.cookies(), []);
      await context.close();
      assert.deepEqual(faults, []);
      const others = requests.filter(({ url }) => !isOwn(url, origin));
      assert.deepEqual(others, []);
      for (const { key } of requests) {
        if (key === undefined) continue;
        assert.deepEqual(
          requests.filter(({ url }) => url.includes(key)),
          [],
        );
      }
    },
  };
}

/** Pictures and sounds of the page, and links to programs of the machine, are reported as requests too. */
function isOwn(url: string, origin: string): boolean {
  return (
    url.startsWith(`${origin}/`) ||
    /^(data|cherrystudio|chatbox):/.test(url) ||
    url.startsWith(`blob:${origin}/`)
  );
}

// Usage, limits, and what admins see.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageGateway, type PageGateway } from './support/gateway.ts';
import { startBrowser, visit, type Visitor } from './support/visitor.ts';

interface Me {
  readonly limits: readonly { readonly reserved: string | number }[];
  readonly usage: {
    readonly days: readonly { readonly requests: number; readonly cost: string }[];
  };
}

let gateway: PageGateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startPageGateway(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

async function openView(name: string, view: string): Promise<Visitor> {
  const visitor = await visit(browser, gateway.url);
  await visitor.signIn(gateway.keyOf(name));
  await visitor.goTo(view);
  return visitor;
}

/** What the gateway says about a user when nothing is reserved any more. */
async function settledMe(name: string): Promise<Me> {
  for (;;) {
    const headers = { authorization: `Bearer ${gateway.keyOf(name)}` };
    const me = (await (await fetch(`${gateway.url}/v1/me`, { headers })).json()) as Me;
    if (me.limits.every(({ reserved }) => Number(reserved) === 0)) return me;
  }
}

function chat(name: string, headers: Record<string, string> = {}): Promise<number> {
  const messages = [{ role: 'user', content: 'hello '.repeat(300) }];
  return gateway.post(name, '/v1/chat/completions', { model: 'gpt-5.4-mini', messages }, headers);
}

test('what was used since is shown after a refresh, as bars, as numbers and as what is left', async () => {
  const { page, leave } = await openView('bob', 'Usage');
  await page.getByText('Nothing was used in this period.').waitFor();
  expect(await page.getByText('$5.00 left of $5.00').count()).toBe(1);
  await chat('bob');
  await chat('bob');
  const me = await settledMe('bob');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('img', { name: /^Cost by day/ }).waitFor();
  await page.getByText('The numbers as a table').click();
  // Two rows where midnight was in between.
  const rows = await page
    .getByRole('table', { name: /^Usage by day/ })
    .locator('tbody tr')
    .all();
  const sumOf = async (column: number) => {
    const texts = rows.map((row) => row.getByRole('cell').nth(column).innerText());
    return (await Promise.all(texts)).reduce((sum, cell) => sum + Number(cell.replace('$', '')), 0);
  };
  const { days } = me.usage;
  expect(rows).toHaveLength(days.length);
  expect(await sumOf(1)).toBe(2);
  const cost = days.reduce((sum, day) => sum + Number(day.cost), 0);
  expect(await sumOf(-1)).toBeCloseTo(cost, 5);
  expect(await page.getByText('$5.00 left of $5.00').count()).toBe(0);
  await page.getByRole('radio', { name: 'Requests' }).check();
  await page.getByRole('img', { name: /^Requests by day/ }).waitFor();
  const [reading] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('/v1/me?')),
    page.getByLabel('Period').selectOption({ label: 'Last 7 days' }),
  ]);
  const { searchParams } = new URL(reading.url());
  const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
  expect(((to ?? 0) - (from ?? 0)) / 86_400_000).toBe(6);
  await leave();
});

test("a user without limits reads the gateway's reason why nothing is counted", async () => {
  const { page, leave } = await openView('guest', 'Usage');
  await page.getByText('You have no limits.').waitFor();
  await page.getByText('You have no limits, so the gateway does not count what you use.').waitFor();
  await leave();
});

test('an admin sees all users, who spent most, errors, resting accounts and keys that expire', async () => {
  await chat('dora');
  await settledMe('dora');
  await gateway.post('dora', '/v1/chat/completions', { model: 'nope', messages: [] });
  await chat('dora', { 'x-ms-fault': '429; retry-after-ms=600000' });
  const { page, leave } = await openView('alice', 'Admin');
  const row = (table: string, name: string) =>
    page.getByRole('table', { name: table }).getByRole('row', { name });
  await row('All users', 'alice').getByText('admin').waitFor();
  expect(await row('All users', 'emil').getByText('disabled').count()).toBe(1);
  expect(await row('All users', 'dora').getByText('school').count()).toBe(1);
  const spenders = page.getByRole('region', { name: 'Top spenders' });
  expect(await spenders.getByText('dora').count()).toBe(1);
  expect(await row('Errors by code', 'model_not_found').getByText('1').count()).toBe(1);
  expect(await row('Azure accounts', 'gpt-5.4-mini').getByText('rate limited').count()).toBe(1);
  expect(await row('Azure accounts', 'gpt-image-2').getByText('available').count()).toBe(1);
  expect(await row('expire within 30 days', '王芳').count()).toBe(1);
  expect(await page.getByText('Cloudflare runs several').count()).toBe(1);
  await leave();
});

test('others have no such view, whatever the address says', async () => {
  const { page, leave } = await openView('dora', 'Usage');
  expect(await page.getByRole('link', { name: 'Admin' }).count()).toBe(0);
  await page.evaluate("location.hash = 'admin'");
  await page.getByRole('heading', { name: 'Your models' }).waitFor();
  expect(await page.getByText('Top spenders').count()).toBe(0);
  await leave();
});

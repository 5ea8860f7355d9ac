// `npm run screenshots`: the pictures of the page in the README, made from the running product.
import '../support/end-with-run.ts';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startPageGateway } from './support/gateway.ts';
import { startBrowser, visit } from './support/visitor.ts';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');
const MAX_BYTES = 150 * 1024;
const PICTURES = [
  { file: 'page-en.png', locale: 'en-US', copy: 'Copy: API key' },
  { file: 'page-zh.png', locale: 'zh-CN', copy: '复制：API 密钥' },
];

const [gateway, browser] = await Promise.all([startPageGateway(), startBrowser()]);
try {
  for (const { file, locale, copy } of PICTURES) {
    const viewport = { width: 1080, height: 760 };
    const visitor = await visit(browser, gateway.url, { locale, colorScheme: 'light', viewport });
    const { page } = visitor;
    await page.locator('.health.healthy').waitFor();
    await visitor.signIn(gateway.keyOf('alice'));
    await page.locator('.models').waitFor();
    await page.getByRole('button', { name: copy }).waitFor();
    const path = join(FOLDER, file);
    await page.screenshot({ path });
    await visitor.leave();
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`${path} has ${size} bytes, more than ${MAX_BYTES}.`);
    console.log(`${path}: ${size} bytes`);
  }
} finally {
  await browser.close();
  await gateway.stop();
}

// Workers with Durable Objects at the stand-in for Cloudflare: migrations, bindings and deletion.
import { expect, test } from 'vitest';
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import { cloudflareProvider } from '../../../azure-stand-in/providers/cloudflare.ts';
import { cloudflare, openClouds } from './clouds.ts';

const CLASS = 'class Ledger {}\nexport {\n  Ledger,\n  stub as default\n};\n';
const FIRST = { new_tag: 'v1', new_sqlite_classes: ['Ledger'] };
const SCRIPT = 'cloudflare:index/workersScript:WorkersScript';

function upload(clouds: Clouds, name: string, metadata: object, text = CLASS) {
  const form = new FormData();
  form.set('metadata', new Blob([JSON.stringify({ main_module: 'm.js', ...metadata })]));
  form.set('m.js', new Blob([text]), 'm.js');
  return cloudflare(clouds, 'PUT', `scripts/${name}`, form);
}

function refusal(status: number, code: number, words: string) {
  const message = expect.stringContaining(words) as unknown;
  return [status, { success: false, errors: [{ code, message }] }];
}

const BOUND = {
  bindings: [
    {
      type: 'durable_object_namespace',
      name: 'LEDGER',
      class_name: 'Ledger',
      script_name: 'ledger',
    },
  ],
};

test('a migration is applied once', async () => {
  const clouds = await openClouds();
  expect((await upload(clouds, 'ledger', { migrations: FIRST }))[0]).toBe(200);
  expect(await cloudflare(clouds, 'GET', 'scripts')).toMatchObject([
    200,
    { result: [{ id: 'ledger', migration_tag: 'v1' }] },
  ]);
  const again = refusal(412, 10079, 'current tag is v1');
  expect(await upload(clouds, 'ledger', { migrations: FIRST })).toMatchObject(again);
  const other = { ...FIRST, old_tag: 'v0', new_tag: 'v2' };
  expect(await upload(clouds, 'ledger', { migrations: other })).toMatchObject(again);
  expect((await upload(clouds, 'ledger', {}))[0]).toBe(200);
  const same = { old_tag: 'v1', new_tag: 'v2', new_sqlite_classes: ['Ledger'] };
  expect(await upload(clouds, 'ledger', { migrations: same })).toMatchObject(
    refusal(400, 10074, 'Ledger'),
  );
  const next = { old_tag: 'v1', new_tag: 'v2', deleted_classes: ['Ledger'] };
  expect((await upload(clouds, 'ledger', { migrations: next }, 'export default {}'))[0]).toBe(200);
});

test('a first migration must not name an old tag', async () => {
  const clouds = await openClouds();
  const migrations = { ...FIRST, old_tag: 'v0' };
  expect(await upload(clouds, 'ledger', { migrations })).toMatchObject(
    refusal(412, 10079, 'precondition failed'),
  );
});

test('a class with objects cannot vanish from the code', async () => {
  const clouds = await openClouds();
  await upload(clouds, 'ledger', { migrations: FIRST });
  expect(await upload(clouds, 'ledger', {}, 'export default {}')).toMatchObject(
    refusal(400, 10064, 'Ledger'),
  );
});

test('a binding needs a Worker with that class', async () => {
  const clouds = await openClouds();
  const missing = refusal(400, 10061, 'Ledger');
  expect(await upload(clouds, 'gateway', BOUND, 'export default {}')).toMatchObject(missing);
  await upload(clouds, 'ledger', {}, 'export default {}');
  expect(await upload(clouds, 'gateway', BOUND, 'export default {}')).toMatchObject(missing);
  await upload(clouds, 'ledger', { migrations: FIRST });
  expect((await upload(clouds, 'gateway', BOUND, 'export default {}'))[0]).toBe(200);
  expect(await cloudflare(clouds, 'GET', 'scripts/gateway/settings')).toMatchObject([
    200,
    {
      result: {
        bindings: [
          {
            ...BOUND.bindings[0],
            namespace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
          },
        ],
      },
    },
  ]);
});

test('a Worker that has objects, or to which others are bound, is deleted by force alone', async () => {
  const clouds = await openClouds();
  await upload(clouds, 'ledger', { migrations: FIRST });
  await upload(clouds, 'gateway', BOUND, 'export default {}');
  expect((await cloudflare(clouds, 'DELETE', 'scripts/ledger'))[0]).toBe(400);
  expect((await cloudflare(clouds, 'DELETE', 'scripts/gateway'))[0]).toBe(200);
  expect((await cloudflare(clouds, 'DELETE', 'scripts/ledger'))[0]).toBe(400);
  expect((await cloudflare(clouds, 'DELETE', 'scripts/ledger?force=true'))[0]).toBe(200);
});

test('the provider sends migrations with every upload, and `force` with a deletion', async () => {
  const clouds = await openClouds();
  const provider = cloudflareProvider({
    url: clouds.cloudflareUrl,
    token: () => 'token',
    folder: '.',
  });
  provider.configure({});
  const inputs = {
    accountId: '0123456789abcdef0123456789abcdef',
    scriptName: 'ledger',
    mainModule: 'm.js',
    content: CLASS,
    migrations: { newTag: 'v1', newSqliteClasses: ['Ledger'] },
    force: true,
  };
  const { id, outputs } = await provider.create({ type: SCRIPT, name: 'ledger' }, inputs, false);
  const known = { type: SCRIPT, name: 'ledger', id, inputs, outputs };
  expect((await provider.read(known))?.inputs).toMatchObject({ content: CLASS });
  const changed = { ...inputs, content: `${CLASS}// changed` };
  await expect(provider.update(known, changed, false)).rejects.toThrow('current tag is v1');
  await provider.delete(known);
  expect(clouds.cloudflare.state.workers).toEqual([]);
});

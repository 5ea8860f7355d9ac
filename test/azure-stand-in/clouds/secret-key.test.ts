// A Worker's binding with a key: what Cloudflare takes, and what it answers about it.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { toMetadata } from '../../../azure-stand-in/providers/worker-upload.ts';
import { cloudflare, openClouds } from './clouds.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** As the program declares it. */
const BINDING = {
  type: 'secret_key',
  name: 'ENTRA_KEY',
  format: 'pkcs8',
  keyBase64: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  algorithm: '{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}',
  usages: ['sign'],
};

function upload(binding: object): FormData {
  const metadata = toMetadata({ mainModule: 'worker.js', bindings: [binding] });
  const form = new FormData();
  form.set('metadata', new Blob([JSON.stringify(metadata)]));
  form.set('worker.js', new Blob(['export default {}']), 'worker.js');
  return form;
}

test('the key is kept, and never answered', async () => {
  const clouds = await openClouds();
  expect((await cloudflare(clouds, 'PUT', 'scripts/gateway', upload(BINDING)))[0]).toBe(200);
  expect(clouds.cloudflare.state.workers[0]?.metadata['bindings']).toMatchObject([
    { name: 'ENTRA_KEY', key_base64: BINDING.keyBase64 },
  ]);
  expect(await cloudflare(clouds, 'GET', 'scripts/gateway/settings')).toMatchObject([
    200,
    {
      result: {
        bindings: [
          {
            type: 'secret_key',
            name: 'ENTRA_KEY',
            format: 'pkcs8',
            algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
            usages: ['sign'],
          },
        ],
      },
    },
  ]);
  const [, settings] = await cloudflare(clouds, 'GET', 'scripts/gateway/settings');
  expect(JSON.stringify(settings)).not.toContain('key_base64');
});

test.each<readonly [what: string, changes: object]>([
  ['no key', { keyBase64: undefined }],
  ['half a key', { keyBase64: BINDING.keyBase64.slice(0, 400) }],
  ['the PEM form', { keyBase64: privateKey.export({ type: 'pkcs8', format: 'pem' }) }],
  [
    'the form of PKCS#1',
    { keyBase64: privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64') },
  ],
  ['another algorithm', { algorithm: '{"name":"ECDSA","namedCurve":"P-256"}' }],
  ['a usage that a private key does not have', { usages: ['verify'] }],
  ['no usages', { usages: undefined }],
])('%s is refused', async (_, changes) => {
  const clouds = await openClouds();
  const form = upload({ ...BINDING, ...changes });
  expect(await cloudflare(clouds, 'PUT', 'scripts/gateway', form)).toMatchObject([
    400,
    { success: false, errors: [{ message: expect.stringContaining('ENTRA_KEY') as unknown }] },
  ]);
});

import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { expect, test } from 'vitest';
import { expectWorker } from '../../../infra/outputs/expected-worker.ts';

const script = {
  name: 'w',
  accountId: 'a',
  contentSha256: 'c',
  files: { 'page.html': 'd' },
  settings: { logpush: false },
};

test('a Worker is described by hashes of its plain texts, and by the names of the others', async () => {
  const worker = expectWorker(script, [
    { type: 'plain_text', name: 'MODELS', text: pulumi.output('[é]') },
    { type: 'secret_text', name: 'CHIT_USERS', text: pulumi.secret('canary') },
    {
      type: 'ratelimit',
      name: 'USER_RATE',
      namespaceId: '1',
      simple: { limit: 1, period: 60 },
    },
  ]);
  const text = await new Promise<string>((resolve) => worker.apply(resolve));
  expect(JSON.parse(text)).toEqual({
    ...script,
    bindings: [
      {
        name: 'MODELS',
        type: 'plain_text',
        sha256: createHash('sha256').update('[é]', 'utf8').digest('hex'),
      },
      { name: 'CHIT_USERS', type: 'secret_text' },
      {
        name: 'USER_RATE',
        type: 'ratelimit',
        rate: { namespaceId: '1', limit: 1, period: 60 },
      },
    ],
  });
  expect(await pulumi.isSecret(worker), 'a secret output could not be read without the key').toBe(
    false,
  );
});

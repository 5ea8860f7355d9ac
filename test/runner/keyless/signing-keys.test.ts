// The signing key is replaced in three `up`, and no shortcut is taken.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { find } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { reveal } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';
import { entraBinding, keptStack } from '../stacks/kept-stack.ts';

const STACK = `${await readStack('minimal')}  azureAuth: entra\n`;
const signing = (...keys: readonly number[]) => `${STACK}  signingKeys: [${keys.join(', ')}]\n`;

/** The modulus of the private key that the Worker got. */
function signs(run: Run): string {
  const bindings = reveal(find(run, 'gateway-script').inputs['bindings'] ?? []);
  const binding = (bindings as readonly WireObject[]).find(({ name }) => name === 'ENTRA_KEY');
  const key = Buffer.from(binding?.['keyBase64'] as string, 'base64');
  const half = createPublicKey(createPrivateKey({ key, type: 'pkcs8', format: 'der' }));
  return half.export({ format: 'jwk' }).n ?? '';
}

function published(run: Run): readonly string[] {
  return entraBinding(run).keys.map(({ n }) => n);
}

test('a new key is published, signs, and then the old one goes', async () => {
  const stack = keptStack();
  const first = await stack.up(STACK);
  const [old = ''] = published(first);
  expect(signs(first)).toBe(old);

  const both = await stack.up(signing(1, 2));
  expect(changes(first, both)).toEqual(['+ identity-signing-key-2', '~ gateway-script']);
  expect(changedBindings(first, both)).toEqual(['ENTRA']);
  const [kept, next = ''] = published(both);
  expect([kept, signs(both)]).toEqual([old, old]);
  expect(next).not.toBe(old);

  const turned = await stack.up(signing(2, 1));
  expect(changes(both, turned)).toEqual(['~ gateway-script']);
  expect([published(turned), signs(turned)]).toEqual([[next, old], next]);

  const last = await stack.up(signing(2));
  expect(changes(turned, last)).toEqual(['- identity-signing-key-1', '~ gateway-script']);
  expect([published(last), signs(last)]).toEqual([[next], next]);
});

test('a key that nobody knows does not sign, and the message says the way', async () => {
  const stack = keptStack();
  await stack.up(STACK);
  for (const keys of [[2], [2, 1]]) {
    await expect(stack.preview(signing(...keys))).rejects.toThrow(
      /signingKeys: key 2 .*commit `signingKeys: \[1, 2\]` first/,
    );
  }
});

test('a key that signs until now stays published', async () => {
  const stack = keptStack();
  await stack.up(STACK);
  await stack.up(signing(1, 2));
  await expect(stack.preview(signing(2))).rejects.toThrow(
    /signingKeys: key 1 .*commit `signingKeys: \[2, 1\]` first/,
  );
});

test('after an `up` that failed behind the upload, both of its lists count', async () => {
  const stack = keptStack();
  await stack.up(STACK);
  const both = await stack.up(signing(1, 2));
  // The Worker signs with the second key already; the stack's outputs are those before.
  await stack.up(signing(2, 1), { outputsLost: true });
  await expect(stack.preview(signing(2))).rejects.toThrow(/key 1 .*`signingKeys: \[2, 1\]` first/);
  await expect(stack.preview(signing(1))).rejects.toThrow(/key 2 .*`signingKeys: \[1, 2\]` first/);
  const again = await stack.up(signing(2, 1));
  expect(published(again)).toEqual(published(both).toReversed());
});

// The RSA keys with which the gateway signs its assertions for Microsoft Entra. They live encrypted in the
// stack's state. A generation that is not listed any more is deleted.
import { createPrivateKey } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { PrivateKey } from '@pulumi/tls/privateKey.js';
import type { PublicKeyBinding } from '../../worker/contract/env.ts';
import { toPublicKey } from './public-key.ts';

/** One generation of the signing key. */
export interface SigningKey {
  readonly publicKey: pulumi.Output<PublicKeyBinding>;
  /** Base64 of its PKCS#8 DER form, a secret. */
  readonly privateKey: pulumi.Output<string>;
}

/** The key's type in the state. */
export const SIGNING_KEY_TYPE = 'tls:index/privateKey:PrivateKey';

/** The name of a generation's resource. */
export function signingKeyName(component: string, generation: number): string {
  return `${component}-signing-key-${generation}`;
}

/** Registers one key. Microsoft Entra supports RS256 alone, so it is an RSA key. */
export function createSigningKey(
  component: string,
  generation: number,
  parent: pulumi.Resource,
): SigningKey {
  const key = new PrivateKey(
    signingKeyName(component, generation),
    { algorithm: 'RSA', rsaBits: 2048 },
    { parent },
  );
  return {
    publicKey: key.publicKeyPem.apply((pem) => toPublicKey(pem)),
    privateKey: pulumi.secret(key.privateKeyPemPkcs8.apply(toPkcs8)),
  };
}

function toPkcs8(pem: string): string {
  return createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

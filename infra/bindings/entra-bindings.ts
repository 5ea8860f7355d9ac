// The bindings with which the gateway signs in to Microsoft Entra.
import * as pulumi from '@pulumi/pulumi';
import type { EntraBinding, Services } from '../../worker/contract/env.ts';

/** What the gateway signs in with. */
export interface EntraAccess {
  /** The identity, the issuer and the published keys. */
  readonly binding: pulumi.Output<EntraBinding>;
  /** The private half of the first published key: base64 of its PKCS#8 DER form, a secret. */
  readonly privateKey: pulumi.Output<string>;
}

/** A key that the Worker can use and not read, as `WorkersScript` calls it. */
export interface SecretKeyBinding {
  readonly type: 'secret_key';
  readonly name: keyof Services;
  readonly format: 'pkcs8';
  /** Secret. */
  readonly keyBase64: pulumi.Input<string>;
  /** JSON. */
  readonly algorithm: string;
  readonly usages: string[];
}

/** RS256, the only algorithm that Microsoft Entra supports for a federated credential. */
const ALGORITHM = JSON.stringify({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' });

/**
 * The private key as a binding. The runtime imports it without making it extractable:
 * https://developers.cloudflare.com/workers/wrangler/api/ and `cryptoKey` in
 * https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
 */
export function entraKeyBinding({ privateKey }: EntraAccess): SecretKeyBinding {
  return {
    type: 'secret_key',
    name: 'ENTRA_KEY',
    format: 'pkcs8',
    keyBase64: pulumi.secret(privateKey),
    algorithm: ALGORITHM,
    usages: ['sign'],
  };
}

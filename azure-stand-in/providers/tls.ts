// The provider of private keys. They live in the state only. https://github.com/pulumi/pulumi-tls
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compareInputs } from './compare.ts';
import type { Properties } from './grpc.ts';
import type { Provider } from './provider.ts';
import { UNKNOWN } from './provider.ts';

const PRIVATE_KEY = 'tls:index/privateKey:PrivateKey';
const OUTPUTS = [
  ...['privateKeyOpenssh', 'privateKeyPem', 'privateKeyPemPkcs8'],
  ...['publicKeyFingerprintMd5', 'publicKeyFingerprintSha256', 'publicKeyOpenssh', 'publicKeyPem'],
];
/** https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key */
const DEFAULTS: Properties = { ecdsaCurve: 'P224', rsaBits: 2048 };

/** Every change of an input makes a new key. */
export function tlsProvider(): Provider {
  return {
    version: '5.6.1',
    configure: () => undefined,
    check: ({ type, news }) => {
      if (type !== PRIVATE_KEY) throw new Error(`the stand-in cannot make a ${type}`);
      return news;
    },
    diff: ({ inputs }, news) => ({
      changes: compareInputs(inputs, news, () => true),
      deleteBeforeReplace: false,
    }),
    create: (_name, inputs, preview) => {
      const made = preview
        ? Object.fromEntries(OUTPUTS.map((name) => [name, UNKNOWN]))
        : privateKey(inputs);
      const id = preview ? '' : String(made['publicKeyFingerprintSha256']);
      return Promise.resolve({ id, outputs: { ...DEFAULTS, ...inputs, ...made } });
    },
    read: ({ id, inputs = {}, outputs = {} }) => Promise.resolve({ id, outputs, inputs }),
    update: ({ outputs }) => Promise.resolve(outputs),
    delete: () => Promise.resolve(),
    invoke: (token) => {
      throw new Error(`the stand-in does not know the function ${token}`);
    },
  };
}

/** @throws for an algorithm that the stand-in does not make */
function privateKey({ algorithm, rsaBits }: Properties): Properties {
  if (algorithm !== 'RSA') throw new Error('the stand-in makes RSA keys only');
  const modulusLength = typeof rsaBits === 'number' ? rsaBits : 2048;
  const { privateKey: secret, publicKey: open } = generateKeyPairSync('rsa', { modulusLength });
  const ssh = sshOf(open);
  return {
    privateKeyPem: secret.export({ type: 'pkcs1', format: 'pem' }),
    privateKeyPemPkcs8: secret.export({ type: 'pkcs8', format: 'pem' }),
    // Nothing here reads it; OpenSSH takes this form, too.
    privateKeyOpenssh: secret.export({ type: 'pkcs1', format: 'pem' }),
    publicKeyPem: open.export({ type: 'spki', format: 'pem' }),
    publicKeyOpenssh: `ssh-rsa ${ssh.toString('base64')}\n`,
    publicKeyFingerprintMd5: createHash('md5')
      .update(ssh)
      .digest('hex')
      .replace(/..(?!$)/g, '$&:'),
    publicKeyFingerprintSha256: `SHA256:${createHash('sha256').update(ssh).digest('base64').replace(/=+$/, '')}`,
  };
}

/** RFC 4253, section 6.6 */
function sshOf(key: KeyObject): Buffer {
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  const parts = [
    Buffer.from('ssh-rsa'),
    Buffer.from(e, 'base64url'),
    // A leading zero, because the first bit is set.
    Buffer.concat([Buffer.of(0), Buffer.from(n, 'base64url')]),
  ];
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

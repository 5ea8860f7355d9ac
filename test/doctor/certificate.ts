// Makes a certificate that signs itself, for 127.0.0.1: https://www.rfc-editor.org/rfc/rfc5280
import { generateKeyPairSync, sign } from 'node:crypto';

/** DER: a tag, the length and the content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128
      ? [length]
      : length < 256
        ? [0x81, length]
        : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const SEQUENCE = 0x30;
/** ecdsa-with-SHA256 */
const ALGORITHM = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));
const NAME = der(
  SEQUENCE,
  der(0x31, der(SEQUENCE, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('localhost')))),
);
/** subjectAltName: localhost */
const EXTENSIONS = der(
  0xa3,
  der(
    SEQUENCE,
    der(
      SEQUENCE,
      Buffer.from('0603551d11', 'hex'),
      der(0x04, der(SEQUENCE, der(0x82, Buffer.from('localhost')))),
    ),
  ),
);

/** @returns key and certificate as PEM, for the name localhost */
export function makeCertificate(validTo: Date): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const time = (date: Date) =>
    der(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
  const content = der(
    SEQUENCE,
    Buffer.from('a003020102', 'hex'),
    der(0x02, Buffer.from([1])),
    ALGORITHM,
    NAME,
    der(SEQUENCE, time(new Date(0)), time(validTo)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    EXTENSIONS,
  );
  const signature = sign('sha256', content, privateKey);
  const whole = der(SEQUENCE, content, ALGORITHM, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

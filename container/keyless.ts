// The variables of a container that calls Azure without Azure's keys. Messages name variables and never
// show a value.
import { readFileSync } from 'node:fs';
import type { EntraBinding } from '../worker/contract/env.ts';
import { parseSigningKeys, type SigningKeys } from './signing-keys.ts';

/** Names of the variables that this file reads. */
type KeylessVariable = 'AZURE_TENANT_ID' | 'AZURE_CLIENT_ID' | (typeof OWN_VARIABLES)[number];

type ReadVariable = (name: KeylessVariable) => string;

/** How the gateway signs in to Microsoft Entra. */
export interface Keyless {
  readonly binding: EntraBinding;
  /** The key of the binding ENTRA_KEY: base64 of its PKCS#8 form (DER). */
  readonly pkcs8: string;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const OWN_VARIABLES = ['ISSUER_HOST', 'SIGNING_KEY', 'SIGNING_KEY_FILE'] as const;

/** Names of at least two labels, of which the last one is not a number as in an IP address. */
const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * True where one of the variables is set that only this gateway has. `AZURE_TENANT_ID` and
 * `AZURE_CLIENT_ID` alone do not count: Azure's SDKs and hosts set them for purposes of their own.
 */
export function hasKeylessVariable(env: NodeJS.ProcessEnv): boolean {
  return OWN_VARIABLES.some((name) => (env[name] ?? '').trim() !== '');
}

/**
 * Reads the variables.
 *
 * @param read returns a variable's text without white space around it, '' for a missing one
 * @param faults gets a sentence for each that is missing or wrong
 * @returns undefined where there was a fault
 */
export function readKeyless(read: ReadVariable, faults: string[]): Keyless | undefined {
  const tenantId = readUuid(read, 'AZURE_TENANT_ID', 'the tenant', faults);
  const clientId = readUuid(read, 'AZURE_CLIENT_ID', 'the managed identity', faults);
  const issuer = readIssuer(read('ISSUER_HOST'), faults);
  const keys = readSigningKeys(read, faults);
  if (issuer === undefined || keys === undefined) return undefined;
  if (tenantId === undefined || clientId === undefined) return undefined;
  return { binding: { tenantId, clientId, issuer, keys: keys.published }, pkcs8: keys.pkcs8 };
}

function readUuid(
  read: ReadVariable,
  name: KeylessVariable,
  owner: string,
  faults: string[],
): string | undefined {
  const id = read(name).toLowerCase();
  if (UUID.test(id)) return id;
  faults.push(
    id === ''
      ? `${name} is missing: set it to the id of ${owner}, a UUID`
      : `${name} takes the id of ${owner}, a UUID such as 01234567-89ab-cdef-0123-456789abcdef`,
  );
  return undefined;
}

function readIssuer(host: string, faults: string[]): string | undefined {
  if (HOST_NAME.test(host)) return `https://${host}`;
  faults.push(
    host === ''
      ? 'ISSUER_HOST is missing: set it to the host name at which Microsoft reaches this gateway'
      : 'ISSUER_HOST takes a host name alone, in small letters, such as gateway.example.com: no https://, port, path or IP address',
  );
  return undefined;
}

function readSigningKeys(read: ReadVariable, faults: string[]): SigningKeys | undefined {
  const file = read('SIGNING_KEY_FILE');
  let text: string | undefined = read('SIGNING_KEY');
  if (text !== '' && file !== '') {
    faults.push('SIGNING_KEY and SIGNING_KEY_FILE are both set. Keep one of them');
    return undefined;
  }
  if (text === '' && file === '') {
    faults.push('SIGNING_KEY is missing: set it, or SIGNING_KEY_FILE, to a private RSA key in PEM');
    return undefined;
  }
  const name = file === '' ? 'SIGNING_KEY' : 'SIGNING_KEY_FILE';
  if (file !== '') text = readText(file, faults);
  if (text === undefined) return undefined;
  const keys = parseSigningKeys(text);
  if (keys.ok) return keys.value;
  faults.push(`${name} ${keys.error}`);
  return undefined;
}

function readText(file: string, faults: string[]): string | undefined {
  if (file.includes('-----BEGIN')) {
    faults.push('SIGNING_KEY_FILE takes the path of a file. Put the key itself into SIGNING_KEY');
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Without the path, which may be a key that was put here by mistake.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    faults.push(`SIGNING_KEY_FILE names a file that cannot be read (${code})`);
    return undefined;
  }
}

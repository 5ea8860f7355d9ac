// The stack that is fuzzed, and what must never leave it: three accounts, users of every right.
import { createHash } from 'node:crypto';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';

/** What users send as keys. The first four are accepted. */
export const KEYS = {
  alice: 'sk-alice-CANARY-user',
  hash: 'sk-hash-CANARY-user',
  plain: 'sk-plain-CANARY-user',
  rita: 'sk-rita-CANARY-user',
  disabled: 'sk-disabled-CANARY-user',
  expired: 'sk-expired-CANARY-user',
} as const;

export const VALID_KEYS: readonly string[] = [KEYS.alice, KEYS.hash, KEYS.plain, KEYS.rita];

/** The only deployment that Rita may use. */
export const RITAS_DEPLOYMENT = 'gpt-4o';

/** The accounts' keys by host. */
export const AZURE_KEYS: ReadonlyMap<string, string> = new Map(
  ['east', 'north', 'west'].map((name) => [`${name}.openai.azure.com`, `azure-${name}-CANARY-key`]),
);

/** In prompts, files and queries. */
export const CONTENT = 'CANARY-content';
/** In paths and models, which an answer may repeat to the client. */
export const NAMED = 'CANARY-named';

/** An id of something that the account keeps. Only alice may name one. */
export const KEPT_ID = 'file-CANARY-kept';
/** A deployment that is closed to Rita. */
export const CLOSED = 'closed-model';

/** These must not be in an answer. */
export const UNANSWERED = ['CANARY-user', 'CANARY-key', CONTENT];
/** These must not be in a log line. */
export const UNLOGGED = [...UNANSWERED, NAMED];

export const MODELS = [
  'gpt-5.4-mini',
  'gpt-4o',
  'mini',
  'text-embedding-3-small',
  'gpt-image-1',
  'whisper',
  'gpt-realtime',
  'gpt-35-turbo-instruct',
  'odd',
  CLOSED,
] as const;

const backends = [...AZURE_KEYS].map(([host, key]) => ({
  name: host.split('.')[0] ?? '',
  host,
  key,
}));

export const BINDINGS: Readonly<Record<string, string>> = {
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: KEYS.alice, accountData: true },
    { name: 'hash', sha256: createHash('sha256').update(KEYS.hash).digest('hex') },
    { name: 'plain', key: KEYS.plain },
    { name: 'rita', key: KEYS.rita, models: [RITAS_DEPLOYMENT] },
    { name: 'disabled', key: KEYS.disabled, disabled: true },
    { name: 'expired', key: KEYS.expired, expires: 1 },
  ]),
  MODELS: JSON.stringify([
    { id: 'gpt-5.4-mini', aliases: ['mini'] },
    ...MODELS.slice(1)
      .filter((id) => id !== 'mini' && id !== 'odd')
      .map((id) => ({ id })),
    { id: 'odd', model: null, deployment: 'odd.name-1', upstream: 'deployment' },
  ]),
  BACKENDS: JSON.stringify(
    backends.map(({ name, host }) => ({ name, endpoint: `https://${host}` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(backends.map(({ name, key }) => [name, key]))),
};

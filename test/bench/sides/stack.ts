// The gateway's bindings for a stack of any size. What the benchmark's requests need comes
// last in every list, so that the benchmark shows the cost of a search from the front.
import { generateKeyPairSync } from 'node:crypto';
import { pieceName, splitText } from '../../../infra/bindings/binding-text.ts';
import { encodeUsers } from '../../../infra/bindings/user-codec.ts';
import { LEDGER } from '../../../infra/cloudflare/ledger-runtime.ts';
import type { LedgerScript, SigningKey } from '../../../local/workerd/worker-script.ts';
import type { LimitSet } from '../../../worker/contract/budgets.ts';
import type {
  BackendBinding,
  EntraBinding,
  ModelBinding,
  SettingsBinding,
  StackEnv,
} from '../../../worker/contract/env.ts';
import { USER_KEY } from '../traffic/headers.ts';

/** How much of everything there is, by default what the workloads need, and what is set. */
export interface StackSize {
  readonly users?: number;
  readonly models?: number;
  readonly backends?: number;
  /** The only models that the user of the requests may use; default all. */
  readonly userModels?: readonly string[];
  readonly settings?: SettingsBinding;
  /** Accounts are called with tokens; default: with keys. */
  readonly auth?: 'entra';
  /** Who has a budget: the user of the requests, or one who sends none; default: nobody. */
  readonly budget?: 'user' | 'other';
  /** The ledger counts nothing. */
  readonly instantLedger?: true;
}

/** In the order in which a small stack does without them. */
const NEEDED = ['gpt-5.4-mini', 'text-embedding-3-small', 'whisper', 'voice'];

/** The bindings, cut as Cloudflare takes them. */
export function stackBindings({
  users = 1,
  models = 3,
  backends = 1,
  userModels,
  settings = {},
  auth,
  budget,
}: StackSize) {
  const accounts = count(backends).map((at): BackendBinding => ({
    name: `region-${at}`,
    endpoint: `https://r${at}.openai.azure.com`,
    ...(auth && { auth }),
  }));
  const keyed = auth === undefined ? accounts : [];
  const texts: Omit<StackEnv, 'ENTRA' | 'LIMITS' | 'ALERTS'> & Partial<StackEnv> = {
    CHIT_USERS: encodeUsers([
      ...count(users - 1).map((at) => ({ name: `user-${at}`, key: fillerKey(at) })),
      ...(budget === 'other' ? [{ name: 'other', key: fillerKey(users), limits: LIMITS }] : []),
      {
        name: 'bench',
        key: USER_KEY,
        ...(userModels && { models: userModels }),
        ...(budget === 'user' && { limits: LIMITS }),
      },
    ]),
    MODELS: JSON.stringify([
      ...count(models - NEEDED.length).map((at): ModelBinding => ({ id: `gpt-filler-${at}` })),
      ...NEEDED.slice(0, models).map((id): ModelBinding => ({ id, ...(budget && SOLD) })),
    ]),
    BACKENDS: JSON.stringify(accounts),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(keyed.map(({ name }) => [name, 'key']))),
    SETTINGS: JSON.stringify(settings),
    ...(auth && { ENTRA: JSON.stringify(ENTRA) }),
    ...(budget && { LIMITS: '{}' }),
  };
  return Object.entries<string>({ ...texts }).flatMap(([name, text]) =>
    splitText(text).map((piece, index) => ({ name: pieceName(name, index), text: piece })),
  );
}

/** It does not run out. */
const LIMITS: LimitSet = { budget: [{ amount: 900_000_000_000_000, per: 'month' }] };

const SOLD = {
  price: { input: 750_000, cachedInput: 75_000, output: 4_500_000 },
  tokens: { context: 400_000, output: 128_000 },
} as const satisfies Partial<ModelBinding>;

/** The ledger's Worker, where somebody has a budget. */
export function stackLedgers(
  { budget }: Pick<StackSize, 'budget'>,
  contentFile: string,
): readonly LedgerScript[] {
  return budget === undefined
    ? []
    : [{ ...LEDGER, binding: 'LEDGER', name: 'gateway-ledger', contentFile }];
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key that signs, where tokens are used. */
export function stackKeys({ auth }: StackSize): readonly SigningKey[] {
  if (auth === undefined) return [];
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return [{ name: 'ENTRA_KEY', pkcs8 }];
}

const { n = '', e = '' } = publicKey.export({ format: 'jwk' });

const ENTRA: EntraBinding = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  clientId: '22222222-2222-4222-8222-222222222222',
  issuer: 'https://gateway.example.org',
  keys: [{ kid: 'key', n, e }],
};

function count(length: number): readonly number[] {
  return Array.from({ length: Math.max(0, length) }, (_, at) => at);
}

/** Of the length that random keys have. */
function fillerKey(at: number): string {
  return `sk-${String(at).padStart(48, 'x')}`;
}

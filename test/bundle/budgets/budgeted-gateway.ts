// The bundle and its ledger in workerd, with users whose money and tokens are limited.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { encodeUsers } from '../../../infra/bindings/user-codec.ts';
import { buildLedger } from '../../../infra/bundle/bundle.ts';
import { LEDGER } from '../../../infra/cloudflare/ledger-runtime.ts';
import type { LimitsBinding, LimitSet } from '../../../worker/contract/budgets.ts';
import type { LedgerScript } from '../../../local/workerd/worker-script.ts';
import {
  startGateway,
  STACK_BINDINGS,
  type GatewayOptions,
  type RunningGateway,
} from '../running-gateway.ts';

export interface BudgetedUser {
  readonly name: string;
  readonly team?: string;
  readonly limits?: LimitSet;
  readonly admin?: boolean;
}

export interface BudgetedOptions extends GatewayOptions {
  readonly users: readonly BudgetedUser[];
  readonly limits?: LimitsBinding;
  readonly models?: readonly object[];
  readonly settings?: object;
  readonly alerts?: object;
}

/** Prices in picodollars a token. None is a multiple of another, so that no mistake hides. */
export const PRICES = {
  mini: { input: 751_000, cachedInput: 75_300, output: 4_507_000 },
  large: {
    input: 2_501_000,
    cachedInput: 250_700,
    cacheWrite: 3_126_000,
    output: 15_011_000,
    longContext: { above: 272_000, input: 5_003_000, cachedInput: 500_900, output: 22_501_000 },
  },
  embedding: { input: 20_000 },
} as const;

export const MODELS = [
  {
    id: 'gpt-5.4-mini',
    aliases: ['mini'],
    price: PRICES.mini,
    tokens: { context: 400_000, output: 128_000 },
  },
  { id: 'gpt-4o', price: PRICES.large, tokens: { context: 128_000, output: 16_384 } },
  { id: 'instruct', price: PRICES.mini, tokens: { context: 4096, output: 4096 } },
  {
    id: 'text-embedding-3-small',
    price: PRICES.embedding,
    tokens: { context: 300_000, output: 1 },
  },
];

export function keyOf(name: string): string {
  return `sk-the-key-of-${name}-CANARY`;
}

/** The ledger that the program uploads. */
export function ledgerScript(binding = 'LEDGER', name = 'gateway-ledger'): LedgerScript {
  const root = join(import.meta.dirname, '../../..');
  return { ...LEDGER, binding, name, contentFile: join(root, buildLedger(root).contentFile) };
}

/** Starts it. */
export function startBudgeted(options: BudgetedOptions): Promise<RunningGateway> {
  const { users, limits = {}, models = MODELS, settings, alerts, ...others } = options;
  const entries = users.map((user) => ({ ...user, key: keyOf(user.name) }));
  return startGateway({
    ledgers: [ledgerScript()],
    ...others,
    bindings: {
      ...STACK_BINDINGS,
      CHIT_USERS: encodeUsers(entries),
      MODELS: JSON.stringify(models),
      LIMITS: JSON.stringify(limits),
      ...(settings && { SETTINGS: JSON.stringify(settings) }),
      ...(alerts && { ALERTS: JSON.stringify(alerts) }),
      ...options.bindings,
    },
  });
}

/** Starts it for one test, with a budget of `ann`. */
export async function startWithBudget(
  amount: number,
  options: Partial<BudgetedOptions> = {},
): Promise<RunningGateway> {
  const users = [{ name: 'ann', limits: { budget: [{ amount, per: 'month' as const }] } }];
  const gateway = await startBudgeted({ users, ...options });
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** POST of JSON by a user. */
export function postAs(
  { url }: Pick<RunningGateway, 'url'>,
  name: string,
  path: string,
  body: unknown,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    ...init,
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(name)}`,
      'content-type': 'application/json',
      ...init.headers,
    },
    body: JSON.stringify(body),
  });
}

/** What a bill of the stand-in costs: picodollars by meter. The test's own arithmetic, not the gateway's. */
export type Tariff = Readonly<Record<string, number>>;

/** What Azure billed, in nano-dollars. */
export function costOfBill(
  { azure }: Pick<RunningGateway, 'azure'>,
  tariffs: Readonly<Record<string, Tariff>>,
): bigint {
  const { entries } = azure.bill();
  return entries.reduce((sum, entry) => sum + costOf(entry, tariffs[entry.deployment]), 0n);
}

/**
 * One entry of the bill in nano-dollars, rounded up.
 *
 * @param percent of the tariff, at the account of the entry
 */
export function costOf(entry: object, tariff: Tariff = {}, percent = 100): bigint {
  const meters = new Map<string, unknown>(Object.entries(entry));
  let pico = 0n;
  for (const [meter, price] of Object.entries(tariff)) {
    pico += BigInt(Number(meters.get(meter) ?? 0)) * BigInt(price);
  }
  return (pico * BigInt(percent) + 99_999n) / 100_000n;
}

/** Of `MODELS`, by the stand-in's meters. */
export const TARIFFS: Readonly<Record<string, Tariff>> = {
  'gpt-5.4-mini': { input: 751_000, cachedInput: 75_300, cacheWrite: 751_000, output: 4_507_000 },
  'gpt-4o': { input: 2_501_000, cachedInput: 250_700, cacheWrite: 3_126_000, output: 15_011_000 },
  instruct: { input: 751_000, cachedInput: 75_300, output: 4_507_000 },
  'text-embedding-3-small': { input: 20_000 },
};

/** Its schema has what a careless reader takes for the usage of the answer. */
export const DECOY = {
  type: 'function',
  name: 'f',
  parameters: { type: 'object', default: { usage: { input_tokens: 0, output_tokens: 0 } } },
};

// `GET /v1/me`: who holds the key, and what that person may use.
import type { DayRange } from '../format/days.ts';
import { sendForJson } from './request.ts';
import { amount, dictionary, flag, list, nullable, number, object, text } from './shape.ts';

/** What was used, as every answer about usage counts it. */
export interface Usage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Dollars. */
  readonly cost: string;
}

export const USAGE = { requests: number, inputTokens: number, outputTokens: number, cost: text };

const MODEL = object({
  id: text,
  aliases: list(text),
  /** null: not known. */
  capabilities: nullable(list(text)),
  price: nullable(prices),
  tokens: nullable(object({ context: nullable(number), output: nullable(number) })),
});

const LIMIT = object({
  scope: text,
  kind: text,
  per: text,
  limit: amount,
  spent: amount,
  reserved: amount,
  remaining: amount,
  resetsAt: nullable(text),
});

const ME = object({
  user: nullable(text),
  team: nullable(text),
  admin: flag,
  key: object({ expires: nullable(text) }),
  models: list(MODEL),
  limits: list(LIMIT),
  usage: nullable(
    object({
      from: text,
      to: text,
      days: list(object({ day: text, model: text, ...USAGE })),
    }),
  ),
  /** Why nothing is counted. */
  reason: nullable(text),
});

export type Me = ReturnType<typeof ME>;
export type Model = ReturnType<typeof MODEL>;
export type Limit = ReturnType<typeof LIMIT>;

/** Reads it. Without a range: this month. */
export function readMe(key: string, range?: DayRange, signal?: AbortSignal): Promise<Me> {
  return sendForJson({ path: '/v1/me', key, query: { ...range }, signal }, ME);
}

/** The prices that are one amount each; those of long contexts are left out. */
function prices(value: unknown): Readonly<Record<string, string>> {
  const all = dictionary((price) => price)(value);
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, price]) =>
      typeof price === 'string' ? [[name, price]] : [],
    ),
  );
}

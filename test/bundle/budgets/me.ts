// What a user reads at `/v1/me`, once everything is settled.
import type { RunningGateway } from '../running-gateway.ts';
import { keyOf, postAs } from './budgeted-gateway.ts';

export interface ShownLimit {
  readonly scope: string;
  readonly kind: string;
  readonly per: string;
  readonly limit: string | number;
  readonly spent: string | number;
  readonly reserved: string | number;
  readonly remaining: string | number;
  readonly resetsAt: string | null;
}

export interface Me {
  readonly limits: readonly ShownLimit[];
  readonly usage: {
    readonly totals: Readonly<Record<string, string | number>>;
    readonly days: readonly Readonly<Record<string, string | number>>[];
  } | null;
}

/** `GET /v1/me`. */
export async function readMe({ url }: Pick<RunningGateway, 'url'>, name: string): Promise<Me> {
  const response = await fetch(`${url}/v1/me`, {
    headers: { authorization: `Bearer ${keyOf(name)}` },
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Me;
}

/** The same when nothing is reserved any more: settling follows the answer. */
export async function settledMe(gateway: Pick<RunningGateway, 'url'>, name: string): Promise<Me> {
  for (;;) {
    const me = await readMe(gateway, name);
    if (me.limits.every(({ reserved }) => Number(reserved) === 0)) return me;
  }
}

/** Dollars as nano-dollars. */
export function toNano(dollars: string | number): bigint {
  const [whole = '0', fraction = ''] = String(dollars).split('.');
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** What was spent of the only budget. */
export function spentOf({ limits }: Me): bigint {
  return toNano(limits.find(({ kind }) => kind === 'budget')?.spent ?? '0');
}

/** Sends a request of `ann`'s, reads its answer, and what was spent then. */
export async function sendAsAnn(
  gateway: RunningGateway,
  path: string,
  body: object,
  usage = 'spend=limit',
) {
  const headers = { 'x-ms-usage': usage };
  const response = await postAs(gateway, 'ann', path, body, { headers });
  await response.text().catch(() => undefined);
  const spent = spentOf(await settledMe(gateway, 'ann'));
  return { response, spent };
}

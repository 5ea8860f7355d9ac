// `GET /v1/me`: who the caller is, which models there are at which prices, what the caller has used and how
// much is left.

import type { Caller } from '../../access/authenticate.ts';
import type { Limit, LedgerPlan } from '../../access/ledger-plan.ts';
import type { CounterState, UsageRow } from '../../contract/ledger.ts';
import type { LongContextPrice, PriceBinding } from '../../contract/prices.ts';
import { toDecimal, toDollars } from '../../formats/decimal.ts';
import { jsonReply, type Reply } from '../../http/reply.ts';
import type { Catalog, Model } from '../../models/catalog.ts';
import { readLedger, type CallerRequest } from './caller-request.ts';
import { showUsage, sumTallies } from './shown-usage.ts';
import { readRange } from './usage-range.ts';

/**
 * Answers with what the caller may know of itself: no key, and nothing of other users but what its team
 * has used of a limit that it shares.
 *
 * @throws RequestFailure where the days are not a range, or the ledger does not answer
 */
export async function answerMe(request: CallerRequest): Promise<Reply> {
  const { caller, models } = request;
  const { user = null, team = null, admin, expires } = caller;
  return jsonReply({
    object: 'me',
    user,
    team,
    admin,
    key: { expires: expires === undefined ? null : new Date(expires * 1000).toISOString() },
    models: showModels(models),
    ...(await showCounts(request)),
  });
}

async function showCounts({ caller, ledger, query, now }: CallerRequest) {
  const range = readRange(query, now);
  const { plan } = caller;
  if (plan === undefined) return { limits: [], usage: null, reason: reasonOf(caller) };
  const counters = plan.limits.map(({ key, per }) => ({ key, per }));
  const rows: UsageRow[] = [];
  let states: readonly CounterState[] = [];
  let after: string | undefined;
  do {
    const part = await readLedger(ledger, plan.object, {
      counters: after === undefined ? counters : [],
      subject: plan.user,
      ...range,
      ...(after === undefined ? {} : { after }),
    });
    if (after === undefined) states = part.states;
    rows.push(...part.rows);
    after = part.next;
  } while (after !== undefined);
  return { limits: showLimits(plan, states), usage: { ...range, ...showRows(rows) } };
}

function reasonOf({ user }: Caller): string {
  return user === undefined
    ? 'The gateway has no users: your key is the key of the Azure account.'
    : 'You have no limits, so the gateway does not count what you use.';
}

function showRows(rows: readonly UsageRow[]) {
  return {
    totals: showUsage(sumTallies(rows.map(({ tally }) => tally))),
    days: rows.map(({ day, item, tally }) => ({ day, model: item, ...showUsage(tally) })),
  };
}

function showLimits({ limits }: LedgerPlan, states: readonly CounterState[]) {
  return limits.map((limit) =>
    showLimit(
      limit,
      states.find(({ key }) => key === limit.key),
    ),
  );
}

/** Money in dollars as text, everything else as numbers. */
function showLimit({ scope, kind, per, most }: Limit, state: CounterState | undefined) {
  const { spent = 0, reserved = 0, resetsAt = null } = state ?? {};
  const show = (amount: number) => (kind === 'budget' ? toDollars(amount) : amount);
  return {
    scope,
    kind,
    per,
    limit: show(most),
    spent: show(spent),
    reserved: show(reserved),
    remaining: show(Math.max(0, most - spent - reserved)),
    resetsAt: resetsAt === null ? null : new Date(resetsAt).toISOString(),
  };
}

function showModels(models: Catalog) {
  const names = Map.groupBy([...models], ([, model]) => model);
  return [...names].map(([model, entries]) => {
    const [id = model.id, ...aliases] = entries.map(([name]) => name);
    const capabilities = model.traits.capabilities ?? null;
    const tokens = model.hasKnownTokens ? model.tokens : null;
    return { id, aliases, capabilities, ...showPrice(model), tokens };
  });
}

function showPrice({ price, routes }: Model) {
  const percents = [...new Set(routes.map(({ pricePercent }) => pricePercent))];
  return {
    price: price === undefined ? null : dollarsOf(price),
    /** Of the price, by account. */
    pricePercent: percents.toSorted((one, other) => one - other),
  };
}

/**
 * In dollars: for a million tokens or characters, for one picture, for one second. A picodollar for one is
 * a millionth of a dollar for a million.
 */
function dollarsOf(price: PriceBinding) {
  const { image, second, longContext, ...perMillion } = price;
  return {
    ...inMillions(perMillion),
    ...(image === undefined ? {} : { image: toDecimal(image, 12) }),
    ...(second === undefined ? {} : { second: toDecimal(second, 12) }),
    ...(longContext === undefined ? {} : { longContext: showLongContext(longContext) }),
  };
}

function showLongContext({ above, ...prices }: LongContextPrice) {
  return { above, ...inMillions(prices) };
}

function inMillions(prices: Readonly<Record<string, number | undefined>>) {
  return Object.fromEntries(
    Object.entries(prices).flatMap(([name, pico]) =>
      pico === undefined ? [] : [[name, toDecimal(pico, 6)]],
    ),
  );
}

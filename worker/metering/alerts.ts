// Messages about budgets that are nearly spent. The ledger's object sends them.

import type { Limit } from '../access/ledger-plan.ts';
import type { RequestContext } from '../context.ts';
import type { AlertsBinding } from '../contract/budgets.ts';
import type { ReachedMark } from '../contract/ledger.ts';
import { alertBody } from './alert-message.ts';
import type { Metering } from './metering.ts';

/** The amounts of a budget at which a message is sent. */
export function marksOf({ most }: Limit, { at }: AlertsBinding): readonly number[] {
  return at.map((percent) => markOf(most, percent)).sort((a, b) => a - b);
}

function markOf(most: number, percent: number): number {
  return Math.floor((most / 100) * percent);
}

/** Hands one message for each budget to the ledger, about the highest of its marks. */
export function announce(
  { waitUntil, note }: Pick<RequestContext, 'waitUntil' | 'note'>,
  { plan, ledger, limits }: Metering,
  reached: readonly ReachedMark[],
): void {
  const alerts = limits?.alerts;
  if (alerts === undefined) return;
  for (const [key, marks] of Map.groupBy(reached, (each) => each.key)) {
    const limit = plan.limits.find((each) => each.key === key);
    const highest = marks.toSorted((a, b) => b.mark - a.mark)[0];
    if (limit === undefined || highest === undefined) continue;
    const { name, scope, per, most } = limit;
    const { gateway, format, at } = alerts;
    const percent = at.find((each) => markOf(most, each) === highest.mark) ?? 100;
    const { spent: spentNano, resetsAt } = highest;
    const alert = { gateway, scope, name, per, percent, limitNano: most, spentNano, resetsAt };
    const body = alertBody(format, alert);
    const sent = ledger.announce(plan.object, { marks, url: alerts.webhook, body });
    waitUntil(
      sent.catch(() => {
        note({ faults: ['the ledger did not take an alert'] });
      }),
    );
  }
}

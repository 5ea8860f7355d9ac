// The rules about budgets: one for each span, the gateway's own not in the place of Azure's, and alerts with a
// budget to be about.
import type { LooseSettings } from '../loose-settings.ts';
import type { Fault, FaultContext } from '../settings-faults.ts';
import { conflict, secretCommand, toKey } from '../settings-faults.ts';
import { findDuplicates } from '../unique-values.ts';

type Path = readonly PropertyKey[];

/** Everything wrong about the budgets that the gateway keeps, and about alerts. */
export function budgetFaults(
  loose: LooseSettings,
  context: FaultContext,
  hasSecretAlerts: boolean,
): readonly Fault[] {
  const budgets = allBudgets(loose);
  return [
    ...budgets.flatMap(([path, spans]) =>
      findDuplicates(
        spans.map((value, index) => ({ path: [...path, index, 'per'], value })),
        context,
      ),
    ),
    ...alertFaults(loose, budgets.length > 0, hasSecretAlerts),
  ];
}

/** Place and spans of every budget. */
function allBudgets({ users, teams, limits }: LooseSettings) {
  const places: readonly (readonly [Path, { readonly budget?: unknown } | undefined])[] = [
    [['limits', 'budget'], limits],
    ...teams.flatMap((team, index) => [
      [['teams', index, 'budget'], team] as const,
      [['teams', index, 'members', 'budget'], team.members] as const,
    ]),
    ...users.map((user, index) => [['users', index, 'budget'], user] as const),
  ];
  return places.flatMap(
    ([path, { budget } = {}]): (readonly [Path, readonly (string | undefined)[]])[] =>
      budget === undefined ? [] : [[path, spansOf(budget)]],
  );
}

function spansOf(budget: unknown): readonly (string | undefined)[] {
  if (!Array.isArray(budget)) return [];
  return budget.map((entry: unknown) => {
    const per: unknown =
      typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'per') : undefined;
    return typeof per === 'string' ? per : undefined;
  });
}

function alertFaults(
  { alerts }: LooseSettings,
  hasBudget: boolean,
  isSecret: boolean,
): readonly Fault[] {
  if (alerts === undefined) return [];
  const path = ['alerts', 'webhook'];
  return [
    ...(isSecret || alerts.webhook === undefined || alerts.webhook === ''
      ? []
      : [
          {
            key: toKey(path),
            kind: 'plain-text' as const,
            text: `plain text, but anyone who knows this URL can post messages to it; encrypt it with ${secretCommand(path)}`,
          },
        ]),
    ...(hasBudget
      ? []
      : [
          {
            key: 'alerts',
            kind: 'conflict' as const,
            text: 'there is no budget; give a user, a team or `limits` a `budget`, or remove alerts',
          },
        ]),
  ];
}

/** The gateway's budget in the place of Azure's, with which it shares its name. */
export function misplacedBudget(context: FaultContext, budget: unknown): readonly Fault[] {
  const isSpanned = Array.isArray(budget)
    ? budget.length > 0
    : typeof budget === 'object' && budget !== null && 'per' in budget;
  if (!isSpanned) return [];
  const text =
    "this is Azure's budget, which has startDate and emails and stops nothing; for one with `per`, which the gateway keeps, use `limits.budget`, or `budget` of a user or a team";
  return [conflict(context, ['budget'], text)];
}

import { daysUntil } from '../../format/days.ts';
import { showDate, showMoney, showNumber } from '../../format/shown.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { useTexts, type Texts } from '../../session/context.ts';
import type { Spending, StatusUser } from './spending.ts';
import * as adminTexts from '../../texts/admin.ts';
import * as usageTexts from '../../texts/usage.ts';

/** Every user with usage and keys. */
export function UsersCard({ spending }: { readonly spending: readonly Spending[] }) {
  const texts = useTexts();
  const { t, language } = texts;
  return (
    <Card title={t(adminTexts.users)}>
      <DataTable
        caption={t(adminTexts.usersCaption)}
        columns={[
          { title: t(adminTexts.user) },
          { title: t(adminTexts.team) },
          { title: t(usageTexts.measures.requests), isNumber: true },
          { title: t(usageTexts.measures.tokens), isNumber: true },
          { title: t(usageTexts.measures.cost), isNumber: true },
          { title: t(adminTexts.keys) },
        ]}
        rows={spending.map(({ name, team, user, used }) => [
          <>
            {name}
            {user?.admin === true && <span class="badge">{t(adminTexts.isAdmin)}</span>}
          </>,
          team ?? '–',
          showNumber(used.requests, language),
          showNumber(used.inputTokens + used.outputTokens, language),
          showMoney(used.cost, language),
          user === undefined
            ? t(adminTexts.gone)
            : user.keys.map((key) => stateOf(key, texts)).join(', '),
        ])}
      />
    </Card>
  );
}

/** Whether a key can be used, and until when. */
function stateOf(
  { expires, disabled }: StatusUser['keys'][number],
  { t, language }: Texts,
): string {
  if (disabled) return t(adminTexts.disabled);
  if (expires === null) return t(adminTexts.active);
  return daysUntil(expires, Date.now()) < 0
    ? t(adminTexts.expired)
    : t(adminTexts.until, { day: showDate(expires, language) });
}

import { daysUntil } from '../../format/days.ts';
import { showDate } from '../../format/shown.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { useTexts } from '../../session/context.ts';
import type { StatusUser } from './spending.ts';
import * as adminTexts from '../../texts/admin.ts';

const SOON_DAYS = 30;

/** Keys that expire soon, and those that have. */
export function KeysCard({ users }: { readonly users: readonly StatusUser[] }) {
  const { t, language } = useTexts();
  const now = Date.now();
  const soon = users
    .flatMap(({ name, keys }) =>
      keys.flatMap(({ expires, disabled }) =>
        expires === null || disabled || daysUntil(expires, now) > SOON_DAYS
          ? []
          : [{ name, expires }],
      ),
    )
    .toSorted((one, other) => one.expires.localeCompare(other.expires));
  return (
    <Card title={t(adminTexts.expiring)}>
      {soon.length === 0 ? (
        <p class="quiet">{t(adminTexts.noExpiring, { days: SOON_DAYS })}</p>
      ) : (
        <DataTable
          caption={t(adminTexts.expiringCaption, { days: SOON_DAYS })}
          columns={[{ title: t(adminTexts.user) }, { title: t(adminTexts.expires) }]}
          rows={soon.map(({ name, expires }) => [
            name,
            <>
              {showDate(expires, language)}
              {daysUntil(expires, now) < 0 && (
                <span class="badge bad">{t(adminTexts.expired)}</span>
              )}
            </>,
          ])}
        />
      )}
    </Card>
  );
}

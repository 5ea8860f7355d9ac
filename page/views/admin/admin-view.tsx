import { useState } from 'preact/hooks';
import { readAllUsage, readStatus } from '../../api/admin.ts';
import { rangeOf, type Period } from '../../format/days.ts';
import { Card } from '../../parts/card.tsx';
import { LoadedPart } from '../../parts/loaded-part.tsx';
import { PeriodChoice } from '../../parts/period-choice.tsx';
import { UsageChart } from '../../parts/usage-chart.tsx';
import { useTexts, type Session } from '../../session/context.ts';
import { useLoaded } from '../../session/use-loaded.ts';
import { GatewayCards } from './gateway-cards.tsx';
import { KeysCard } from './keys-card.tsx';
import { SpendersCard } from './spenders-card.tsx';
import { spendingOf } from './spending.ts';
import { UsersCard } from './users-card.tsx';
import * as adminTexts from '../../texts/admin.ts';
import * as usageTexts from '../../texts/usage.ts';

/** For `admin: true`: what everybody used, and how the gateway is. */
export function AdminView({ session: { key } }: { readonly session: Session }) {
  const { t } = useTexts();
  const [period, setPeriod] = useState<Period>('month');
  const [loaded, reload] = useLoaded(
    async (signal) => {
      const range = rangeOf(period, Date.now());
      const [rows, status] = await Promise.all([
        readAllUsage(key, range, signal),
        readStatus(key, signal),
      ]);
      return { range, rows, status };
    },
    [key, period],
  );
  return (
    <>
      <div class="title-row">
        <h1 tabIndex={-1}>{t(adminTexts.title)}</h1>
        <PeriodChoice {...{ period }} onPeriod={setPeriod} onRefresh={reload} />
      </div>
      <LoadedPart loaded={loaded}>
        {({ range, rows, status }) => {
          const spending = spendingOf(status.users, rows);
          return (
            <>
              <Card title={t(usageTexts.byDay)}>
                <UsageChart {...{ range, rows }} />
              </Card>
              <SpendersCard {...{ spending }} />
              <KeysCard users={status.users} />
              <UsersCard {...{ spending }} />
              <GatewayCards {...{ status }} />
            </>
          );
        }}
      </LoadedPart>
    </>
  );
}

import { useState } from 'preact/hooks';
import { readMe } from '../api/me.ts';
import { rangeOf, type Period } from '../format/days.ts';
import { Card } from '../parts/card.tsx';
import { LoadedPart } from '../parts/loaded-part.tsx';
import { PeriodChoice } from '../parts/period-choice.tsx';
import { UsageChart } from '../parts/usage-chart.tsx';
import { useTexts, type Session } from '../session/context.ts';
import { useLoaded } from '../session/use-loaded.ts';
import { LimitList } from './limit-list.tsx';
import * as usageTexts from '../texts/usage.ts';

/** What one has used, and what is left. */
export function UsageView({ session: { key } }: { readonly session: Session }) {
  const { t } = useTexts();
  const [period, setPeriod] = useState<Period>('month');
  const [loaded, reload] = useLoaded(
    (signal) => readMe(key, rangeOf(period, Date.now()), signal),
    [key, period],
  );
  return (
    <>
      <div class="title-row">
        <h1 tabIndex={-1}>{t(usageTexts.title)}</h1>
        <PeriodChoice {...{ period }} onPeriod={setPeriod} onRefresh={reload} />
      </div>
      <LoadedPart loaded={loaded}>
        {(me) => (
          <>
            <Card title={t(usageTexts.limitsTitle)}>
              <LimitList limits={me.limits} />
            </Card>
            {me.usage === null ? (
              <Card title={t(usageTexts.uncounted)}>
                <p lang="en">{me.reason}</p>
              </Card>
            ) : (
              <Card title={t(usageTexts.byDay)}>
                <UsageChart range={me.usage} rows={me.usage.days} />
              </Card>
            )}
          </>
        )}
      </LoadedPart>
    </>
  );
}

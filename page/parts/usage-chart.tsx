import { useState } from 'preact/hooks';
import type { Usage } from '../api/me.ts';
import { daysOf, type DayRange } from '../format/days.ts';
import { showDay, showMoney, showNumber } from '../format/shown.ts';
import { useTexts } from '../session/context.ts';
import { Segments } from './choice.tsx';
import { DataTable } from './data-table.tsx';
import { DayBars } from './day-bars.tsx';
import * as usageTexts from '../texts/usage.ts';

/** Usage of one model on one day; of one user, or of all of them in several rows. */
export interface UsedOnDay extends Usage {
  readonly day: string;
  readonly model: string;
}

export interface UsageChartProps {
  readonly range: DayRange;
  readonly rows: readonly UsedOnDay[];
}

const MEASURES = ['cost', 'tokens', 'requests'] as const;

type Measure = (typeof MEASURES)[number];

/** Bars by day and model, their sum, and the same as a table. */
export function UsageChart({ range, rows }: UsageChartProps) {
  const { t, language } = useTexts();
  const [measure, setMeasure] = useState<Measure>('cost');
  if (rows.length === 0) return <p class="quiet">{t(usageTexts.nothing)}</p>;
  const show = (value: number) =>
    measure === 'cost' ? showMoney(value, language) : showNumber(value, language);
  const days = daysOf(range);
  const title = t(usageTexts.measures[measure]);
  const sum = rows.reduce((total, row) => total + measured(row, measure), 0);
  return (
    <>
      <div class="chart-head">
        <p class="sum">{show(sum)}</p>
        <Segments
          label={t(usageTexts.measure)}
          value={measure}
          options={MEASURES.map((value) => ({ value, label: t(usageTexts.measures[value]) }))}
          onChoose={setMeasure}
        />
      </div>
      <DayBars
        label={t(usageTexts.chart, { measure: title, from: range.from, to: range.to })}
        days={days}
        series={seriesOf(rows, days, measure)}
        show={show}
        showDay={(day) => showDay(day, language)}
      />
      <details>
        <summary>{t(usageTexts.table)}</summary>
        <DataTable
          caption={t(usageTexts.caption)}
          columns={[
            { title: t(usageTexts.day) },
            { title: t(usageTexts.model) },
            { title: t(usageTexts.measures.requests), isNumber: true },
            { title: t(usageTexts.input), isNumber: true },
            { title: t(usageTexts.output), isNumber: true },
            { title: t(usageTexts.measures.cost), isNumber: true },
          ]}
          rows={sumByDay(rows).map((row) => [
            row.day,
            row.model,
            showNumber(row.requests, language),
            showNumber(row.inputTokens, language),
            showNumber(row.outputTokens, language),
            showMoney(row.cost, language),
          ])}
        />
      </details>
      <p class="fine">{t(usageTexts.estimate)}</p>
    </>
  );
}

function measured(row: Usage, measure: Measure): number {
  switch (measure) {
    case 'cost':
      return Number(row.cost);
    case 'tokens':
      return row.inputTokens + row.outputTokens;
    case 'requests':
      return row.requests;
  }
}

/** A series for each model; that with most comes first, so that it keeps a colour of its own. */
function seriesOf(rows: readonly UsedOnDay[], days: readonly string[], measure: Measure) {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return [...Map.groupBy(rows, ({ model }) => model)]
    .map(([name, own]) => {
      const byDay = Map.groupBy(own, ({ day }) => day);
      return {
        name,
        values: days.map((day) =>
          total((byDay.get(day) ?? []).map((row) => measured(row, measure))),
        ),
      };
    })
    .toSorted((one, other) => total(other.values) - total(one.values));
}

/** One row for each day and model, the latest day first. */
function sumByDay(rows: readonly UsedOnDay[]): readonly UsedOnDay[] {
  return [...Map.groupBy(rows, ({ day, model }) => `${day} ${model}`).values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ ...first, ...addUsage(same) }];
    })
    .toSorted((one, other) => other.day.localeCompare(one.day));
}

/** The sum of several; its cost is for showing, not for accounting. */
export function addUsage(rows: readonly Usage[]): Usage {
  const add = (count: (row: Usage) => number) => rows.reduce((sum, row) => sum + count(row), 0);
  return {
    requests: add(({ requests }) => requests),
    inputTokens: add(({ inputTokens }) => inputTokens),
    outputTokens: add(({ outputTokens }) => outputTokens),
    cost: String(add(({ cost }) => Number(cost))),
  };
}

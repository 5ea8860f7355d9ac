import { PERIODS, type Period } from '../format/days.ts';
import { useTexts } from '../session/context.ts';
import { Choice } from './choice.tsx';
import * as frameTexts from '../texts/frame.ts';
import * as usageTexts from '../texts/usage.ts';

export interface PeriodChoiceProps {
  readonly period: Period;
  readonly onPeriod: (period: Period) => void;
  readonly onRefresh: () => void;
}

/** Which days are shown. */
export function PeriodChoice({ period, onPeriod, onRefresh }: PeriodChoiceProps) {
  const { t } = useTexts();
  return (
    <div class="period">
      <Choice
        label={t(usageTexts.range)}
        value={String(period)}
        options={PERIODS.map((each) => ({
          value: String(each),
          label: each === 'month' ? t(usageTexts.month) : t(usageTexts.days, { count: each }),
        }))}
        onChoose={(value) => {
          onPeriod(PERIODS.find((each) => String(each) === value) ?? 'month');
        }}
      />
      <button type="button" onClick={onRefresh}>
        {t(frameTexts.refresh)}
      </button>
    </div>
  );
}

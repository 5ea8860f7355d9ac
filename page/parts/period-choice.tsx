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
        value={period}
        options={PERIODS.map((value) => ({
          value,
          label: value === 'month' ? t(usageTexts.month) : t(usageTexts.days, { count: value }),
        }))}
        onChoose={onPeriod}
      />
      <button type="button" onClick={onRefresh}>
        {t(frameTexts.refresh)}
      </button>
    </div>
  );
}

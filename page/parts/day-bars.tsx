// Bars by day, each a stack of series. The colours are classes, because the page's policy allows no style
// attributes.

export interface Series {
  readonly name: string;
  /** One for each day. */
  readonly values: readonly number[];
}

export interface DayBarsProps {
  /** Says what the picture shows. */
  readonly label: string;
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly show: (value: number) => string;
  readonly showDay: (day: string) => string;
}

/** As many as the style sheet has colours; further series share the last one. */
const COLOURS = 8;
const HEIGHT = 100;
const SLOT = 10;
const GAP = 2;

/** The picture and its legend. The numbers belong into a table beside it. */
export function DayBars({ label, days, series, show, showDay }: DayBarsProps) {
  const sums = days.map((_, day) => series.reduce((sum, { values }) => sum + at(values, day), 0));
  const most = Math.max(...sums);
  const scale = most === 0 ? 0 : HEIGHT / most;
  return (
    <figure class="bars">
      <p class="axis" aria-hidden="true">
        {show(most)}
      </p>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${days.length * SLOT} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {days.map((day, index) => (
          <Bar key={day} {...{ day, index, series, scale, show, showDay }} />
        ))}
      </svg>
      <p class="axis spread" aria-hidden="true">
        <span>{showDay(days[0] ?? '')}</span>
        <span>{showDay(days.at(-1) ?? '')}</span>
      </p>
      <ul class="legend">
        {series.map(({ name }, index) => (
          <li key={name}>
            <span class={`dot ${colour(index)}`} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

interface BarProps extends Pick<DayBarsProps, 'series' | 'show' | 'showDay'> {
  readonly day: string;
  readonly index: number;
  readonly scale: number;
}

function Bar({ day, index, series, scale, show, showDay }: BarProps) {
  let top = HEIGHT;
  return (
    <g>
      {series.map(({ name, values }, order) => {
        const value = at(values, index);
        const height = value * scale;
        if (height === 0) return null;
        top -= height;
        return (
          <rect
            key={name}
            class={colour(order)}
            x={index * SLOT + GAP / 2}
            y={top}
            width={SLOT - GAP}
            height={height}
          >
            <title>{`${showDay(day)} · ${name} · ${show(value)}`}</title>
          </rect>
        );
      })}
    </g>
  );
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function colour(index: number): string {
  return `series-${Math.min(index, COLOURS - 1)}`;
}

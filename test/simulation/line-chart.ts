// A line chart as SVG, which is readable on dark and light pages: it brings its own background.

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xMost: number;
  /** Values are in percent. */
  readonly yMost: number;
  readonly xStep: number;
  readonly yStep: number;
  readonly series: readonly Series[];
  /** A time that is marked, with its name. */
  readonly span: { readonly from: number; readonly to: number; readonly name: string };
}

const WIDTH = 760;
const HEIGHT = 380;
const PLOT = { left: 76, right: 640, top: 56, bottom: 310 };
const COLOURS = ['#0969da', '#bc4c00', '#1a7f37', '#8250df'];
const DASHES = ['none', '9 4', '3 4', '12 4 3 4'];
const FONT =
  "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/** Draws it. */
export function drawLineChart(chart: LineChart): string {
  const { title, xLabel, yLabel, span } = chart;
  const [from, to] = [xOf(chart, span.from), xOf(chart, span.to)];
  const middleX = (PLOT.left + PLOT.right) / 2;
  const middleY = (PLOT.top + PLOT.bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title" font-family="${FONT}" font-size="13">`,
    `  <title id="title">${title}</title>`,
    `  <rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="14" fill="#ffffff" stroke="#d0d7de" />`,
    `  <text x="${PLOT.left}" y="30" font-size="15" font-weight="600" fill="#1f2328">${title}</text>`,
    `  <rect x="${from}" y="${PLOT.top}" width="${round(to - from)}" height="${PLOT.bottom - PLOT.top}" fill="#fff8c5" />`,
    `  <text x="${round((from + to) / 2)}" y="${PLOT.top - 6}" text-anchor="middle" font-size="12" fill="#633c01">${span.name}</text>`,
    ...gridOf(chart),
    `  <text x="${middleX}" y="${HEIGHT - 22}" text-anchor="middle" fill="#424a53">${xLabel}</text>`,
    `  <text transform="translate(24 ${middleY}) rotate(-90)" text-anchor="middle" fill="#424a53">${yLabel}</text>`,
    ...chart.series.flatMap((series, index) => drawSeries(chart, series, index)),
    '</svg>',
    '',
  ].join('\n');
}

function gridOf(chart: LineChart): readonly string[] {
  const lines: string[] = [];
  for (let y = 0; y <= chart.yMost; y += chart.yStep) {
    const at = yOf(chart, y);
    lines.push(
      `  <path d="M${PLOT.left} ${at}H${PLOT.right}" stroke="#d8dee4" />`,
      `  <text x="${PLOT.left - 8}" y="${round(at + 4)}" text-anchor="end" fill="#424a53">${y} %</text>`,
    );
  }
  for (let x = 0; x <= chart.xMost; x += chart.xStep) {
    const at = xOf(chart, x);
    lines.push(
      `  <path d="M${at} ${PLOT.bottom}v5" stroke="#8c959f" />`,
      `  <text x="${at}" y="${PLOT.bottom + 20}" text-anchor="middle" fill="#424a53">${x}</text>`,
    );
  }
  return lines;
}

function drawSeries(chart: LineChart, { name, points }: Series, index: number): readonly string[] {
  const colour = COLOURS[index % COLOURS.length] ?? '#1f2328';
  const dash = DASHES[index % DASHES.length] ?? 'none';
  const line = points.map(([x, y]) => `${xOf(chart, x)} ${yOf(chart, y)}`).join('L');
  const y = PLOT.top + 14 + index * 26;
  const x = PLOT.right + 16;
  const look = `stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}" fill="none"`;
  return [
    `  <path d="M${line}" ${look} stroke-linejoin="round" />`,
    `  <path d="M${x} ${y - 4}h26" ${look} />`,
    `  <text x="${x + 34}" y="${y}" fill="#1f2328">${name}</text>`,
  ];
}

function xOf({ xMost }: LineChart, x: number): number {
  return round(PLOT.left + (x / xMost) * (PLOT.right - PLOT.left));
}

function yOf({ yMost }: LineChart, y: number): number {
  return round(PLOT.bottom - (y / yMost) * (PLOT.bottom - PLOT.top));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

// The parts that the pictures are drawn with: a page that is readable in light and in dark,
// lines, texts, and scales with their ticks. Pure: text in, text out.

/** Where a value stands on an axis. */
export type Scale = (value: number) => number;

/** Maps values from 0 to `most` to the pixels between two ends. */
export function linear(most: number, from: number, to: number): Scale {
  return (value) => from + (value / most) * (to - from);
}

/** Round steps for an axis from 0 to `most`, some five of them. */
export function ticks(most: number): readonly number[] {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  // Counted, since added-up steps would not be round.
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) =>
    Number((at * step).toPrecision(6)),
  );
}

type Anchor = 'start' | 'middle' | 'end';

export function text(x: number, y: number, words: string, anchor: Anchor = 'start'): string {
  return `<text x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}">${escape(words)}</text>`;
}

/** @param kind its class in the style below */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  const ends = `x1="${pixel(x1)}" y1="${pixel(y1)}" x2="${pixel(x2)}" y2="${pixel(y2)}"`;
  return `<line class="${kind}" ${ends}/>`;
}

export function box(kind: string, x: number, y: number, width: number, height: number): string {
  const size = `width="${pixel(width)}" height="${pixel(height)}"`;
  return `<rect class="${kind}" x="${pixel(x)}" y="${pixel(y)}" ${size}/>`;
}

export function dot(kind: string, x: number, y: number): string {
  return `<circle class="${kind}" cx="${pixel(x)}" cy="${pixel(y)}" r="2.5"/>`;
}

export function path(kind: string, points: readonly (readonly [number, number])[]): string {
  const steps = points.map(([x, y]) => `${pixel(x)} ${pixel(y)}`).join(' L');
  return `<path class="${kind}" d="M${steps}"/>`;
}

/** A whole picture. The title is what a screen reader says. */
export function picture(
  width: number,
  height: number,
  title: string,
  parts: readonly string[],
): string {
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escape(title)}">`,
    `<style>${STYLE}</style>`,
    box('paper', 0, 0, width, height),
    `<text class="title" x="16" y="26">${escape(title)}</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.paper { fill: #ffffff; }
.grid { stroke: #d1d9e0; }
.axis { stroke: #59636e; }
.whisker { stroke: #1f2328; stroke-width: 1.5; }
.edge { stroke: #ffffff; stroke-width: 7; }
.goal { stroke: #cf222e; stroke-width: 3; }
.first { fill: #bc4c00; }
.second { fill: #0969da; }
path.first { fill: none; stroke: #bc4c00; stroke-width: 2; }
path.second { fill: none; stroke: #0969da; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .paper { fill: #0d1117; }
  .grid { stroke: #3d444d; }
  .axis { stroke: #9198a1; }
  .whisker { stroke: #f0f6fc; }
  .edge { stroke: #0d1117; }
  .goal { stroke: #ff7b72; }
  .first { fill: #f0883e; }
  .second { fill: #58a6ff; }
  path.first { fill: none; stroke: #f0883e; }
  path.second { fill: none; stroke: #58a6ff; }
}
`;

/** Whole enough for a screen, and the same text for the same picture. */
function pixel(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escape(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// The pictures of words that came in bursts: how many have come by when, and how long after
// the one before each came. Pure.
import { box, dot, line, linear, path, picture, text, ticks, type Scale } from './svg.ts';
import { gapsOf, type WordTimes } from './word-gaps.ts';

const WIDTH = 760;
const HEIGHT = 340;
const LEFT = 60;
const RIGHT = 730;
const TOP = 64;
const BOTTOM = 290;

const KINDS = { off: 'first', smooth: 'second' } as const;

/** How many words have come, over time. */
export function drawWords(streams: readonly WordTimes[]): string {
  const seconds = linear(mostOf(streams.flatMap(({ arrivedMs }) => arrivedMs)) / 1000, LEFT, RIGHT);
  const count = linear(mostOf(streams.map(({ arrivedMs }) => arrivedMs.length)), BOTTOM, TOP);
  const curves = streams.map(({ mode, arrivedMs }) =>
    path(
      KINDS[mode],
      arrivedMs.flatMap((at, index) => [
        [seconds(at / 1000), count(index)] as const,
        [seconds(at / 1000), count(index + 1)] as const,
      ]),
    ),
  );
  return picture(WIDTH, HEIGHT, 'Words that have come', [
    ...axes(seconds, 'seconds since the first word', count, 'words'),
    ...curves,
    ...legend(streams),
  ]);
}

/** How long each word was waited for. */
export function drawGaps(streams: readonly WordTimes[]): string {
  const word = linear(mostOf(streams.map(({ arrivedMs }) => arrivedMs.length)), LEFT, RIGHT);
  const gap = linear(mostOf(streams.flatMap(gapsOf)), BOTTOM, TOP);
  const dots = streams.flatMap((stream) =>
    gapsOf(stream).map((ms, index) => dot(KINDS[stream.mode], word(index + 1), gap(ms))),
  );
  return picture(WIDTH, HEIGHT, 'Time from each word to the next', [
    ...axes(word, 'word', gap, 'ms'),
    ...dots,
    ...legend(streams),
  ]);
}

/** With some air above. */
function mostOf(values: readonly number[]): number {
  return 1.04 * Math.max(1, ...values);
}

function axes(x: Scale, xName: string, y: Scale, yName: string): readonly string[] {
  return [
    ...ticks(valueAt(x, RIGHT)).flatMap((tick) => [
      line('grid', x(tick), TOP, x(tick), BOTTOM),
      text(x(tick), BOTTOM + 18, String(tick), 'middle'),
    ]),
    ...ticks(valueAt(y, TOP)).flatMap((tick) => [
      line('grid', LEFT, y(tick), RIGHT, y(tick)),
      text(LEFT - 8, y(tick) + 4, String(tick), 'end'),
    ]),
    line('axis', LEFT, TOP, LEFT, BOTTOM),
    line('axis', LEFT, BOTTOM, RIGHT, BOTTOM),
    text((LEFT + RIGHT) / 2, BOTTOM + 38, xName, 'middle'),
    text(LEFT - 8, TOP - 10, yName, 'end'),
  ];
}

/** The value that a linear scale puts there. */
function valueAt(scale: Scale, pixel: number): number {
  return (pixel - scale(0)) / (scale(1) - scale(0));
}

function legend(streams: readonly WordTimes[]): readonly string[] {
  return streams.flatMap(({ mode }, index) => [
    box(KINDS[mode], LEFT + 20 + index * 160, 40, 12, 12),
    text(LEFT + 38 + index * 160, 50, `typewriter: ${mode}`),
  ]);
}

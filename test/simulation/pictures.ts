// The pictures of docs/failover.md, drawn from runs of the simulation.
import { GREEDY_USER, OUTAGE } from './known-scenarios.ts';
import { drawLineChart, type Series } from './line-chart.ts';
import { simulate, type Exchange } from './simulate.ts';

type Words = Readonly<Record<'en' | 'zh', string>>;

const TIME: Words = { en: 'seconds since the beginning', zh: '开始后的秒数' };
const SHARE: Words = { en: 'share of answered requests', zh: '已应答请求的占比' };
const SUCCESS: Words = { en: 'requests answered with 200', zh: '返回 200 的请求比例' };
const OUTAGE_TITLE: Words = {
  en: 'Four accounts with the weights 4, 3, 2 and 1',
  zh: '四个账户，权重为 4、3、2、1',
};
const OUTAGE_SPAN: Words = { en: 'west does not answer', zh: 'west 没有响应' };
const GREEDY_TITLE: Words = {
  en: 'One user sends more than both accounts take',
  zh: '一个用户的请求超出两个账户的容量',
};
const GREEDY_SPAN: Words = {
  en: 'alice sends five requests a second',
  zh: 'alice 每秒发送五个请求',
};

/** By file name. */
export async function drawPictures(): Promise<ReadonlyMap<string, string>> {
  const outage = await simulate(OUTAGE);
  const greedy = await simulate(GREEDY_USER);
  const names = OUTAGE.accounts.map(({ name }) => name);
  const shares = names.map((name) => shareOverTime(name, outage.exchanges, OUTAGE.durationMs));
  const [fault] = OUTAGE.accounts.flatMap(({ faults }) => faults);
  const users = GREEDY_USER.users.map(({ name }) =>
    successOverTime(name, greedy.exchanges, GREEDY_USER.durationMs),
  );
  const pictures = new Map<string, string>();
  for (const language of ['en', 'zh'] as const) {
    const ending = language === 'en' ? 'svg' : 'zh-CN.svg';
    const outageChart = {
      title: OUTAGE_TITLE[language],
      xLabel: TIME[language],
      yLabel: SHARE[language],
      xMost: OUTAGE.durationMs / 1000,
      yMost: 70,
      xStep: 30,
      yStep: 10,
      series: shares,
      span: {
        from: (fault?.fromMs ?? 0) / 1000,
        to: (fault?.toMs ?? 0) / 1000,
        name: OUTAGE_SPAN[language],
      },
    };
    const greedyChart = {
      ...outageChart,
      title: GREEDY_TITLE[language],
      yLabel: SUCCESS[language],
      xMost: GREEDY_USER.durationMs / 1000,
      yMost: 100,
      yStep: 20,
      series: users,
      span: { from: 30, to: GREEDY_USER.durationMs / 1000, name: GREEDY_SPAN[language] },
    };
    pictures.set(`outage.${ending}`, drawLineChart(outageChart));
    pictures.set(`greedy-user.${ending}`, drawLineChart(greedyChart));
  }
  return pictures;
}

const SHARE_BIN_MS = 10_000;
const SUCCESS_BIN_MS = 15_000;

/** By the account that answered, at the time when the request came. */
function shareOverTime(name: string, exchanges: readonly Exchange[], durationMs: number): Series {
  const answered = ({ attempts }: Exchange) => attempts.at(-1)?.outcome === 'answered';
  const isHere = ({ attempts }: Exchange) => attempts.at(-1)?.account === name;
  return { name, points: binned(exchanges.filter(answered), SHARE_BIN_MS, durationMs, isHere) };
}

function successOverTime(name: string, exchanges: readonly Exchange[], durationMs: number): Series {
  const own = exchanges.filter(({ user }) => user.name === name);
  return { name, points: binned(own, SUCCESS_BIN_MS, durationMs, ({ status }) => status === 200) };
}

/** For each span of time, the middle of it in seconds, and the part of the requests in percent. */
function binned(
  exchanges: readonly Exchange[],
  binMs: number,
  durationMs: number,
  counts: (exchange: Exchange) => boolean,
): Series['points'] {
  const points: (readonly [number, number])[] = [];
  for (let fromMs = 0; fromMs < durationMs; fromMs += binMs) {
    const bin = exchanges.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + binMs);
    if (bin.length === 0) continue;
    points.push([(fromMs + binMs / 2) / 1000, (100 * bin.filter(counts).length) / bin.length]);
  }
  return points;
}

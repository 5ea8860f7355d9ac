import { expect, test } from 'vitest';
import { evenNumbers } from '../../../worker/accounts/even-numbers.ts';
import { orderRoutes, type OrderBy } from '../../../worker/accounts/order-routes.ts';
import { toModelRoutes, type ModelRoute, type ModelRoutes } from '../../../worker/models/routes.ts';

type Entry = readonly [name: string, priority: number, weight: number];

function routesOf(...entries: readonly Entry[]): ModelRoutes {
  const route = ([name, priority, weight]: Entry): ModelRoute => ({
    backend: { name, endpoint: '', credential: { kind: 'client-key' } },
    deployment: name,
    priority,
    weight,
    pricePercent: 100,
  });
  const routes = toModelRoutes(entries.map(route));
  if (routes === undefined) throw new Error('no entry');
  return routes;
}

interface Request {
  readonly fraction: () => number;
  readonly by?: OrderBy;
  readonly user?: string;
  readonly cooling?: readonly string[];
}

function namesOf(routes: ModelRoutes, request: Request): readonly string[] {
  const { fraction, by = 'share', user = '', cooling = [] } = request;
  const isCooling = ({ deployment }: ModelRoute) => cooling.includes(deployment);
  const ordered = orderRoutes(routes, by, {
    user,
    nextFraction: fraction,
    isCooling,
    isProbed: () => false,
  });
  return ordered.map(({ deployment }) => deployment);
}

/** How often each route comes first. */
function count(routes: ModelRoutes, requests: number, start = 0.3, cooling: string[] = []) {
  const fraction = evenNumbers(start);
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request++) {
    const [first = ''] = namesOf(routes, { fraction, cooling });
    counts[first] = (counts[first] ?? 0) + 1;
  }
  return counts;
}

test.each<readonly (readonly [string, number])[]>([
  [
    ['a', 50],
    ['b', 30],
    ['c', 20],
  ],
  [
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ],
  [
    ['a', 97],
    ['b', 3],
  ],
  [
    ['a', 0.1],
    ['b', 0.7],
    ['c', 1],
    ['d', 3],
    ['e', 5],
    ['f', 7],
    ['g', 11],
    ['h', 13],
  ],
])('10,000 requests land within half a percent of the weights, from any start', (...weights) => {
  const [first = ['', 0], ...rest] = weights;
  const entry = ([name, weight]: readonly [string, number]): Entry => [name, 1, weight];
  const routes = routesOf(entry(first), ...rest.map(entry));
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const start of [0, 0.123, 0.5, 0.999]) {
    const counts = count(routes, 10_000, start);
    for (const [name, weight] of weights) {
      expect(Math.abs((counts[name] ?? 0) / 10_000 - weight / total)).toBeLessThan(0.005);
    }
  }
});

test('the lowest priority takes all, in whatever order the settings list it', () => {
  const routes = routesOf(['overflow', 2, 100], ['reserved', 1, 1], ['last', 9, 1]);
  expect(count(routes, 1000)).toEqual({ reserved: 1000 });
  expect(routes.map(({ deployment }) => deployment)).toEqual(['reserved', 'overflow', 'last']);
});

test('weight 0 takes nothing beside one that has weight, and its part where none has', () => {
  expect(count(routesOf(['idle', 1, 0], ['busy', 1, 3]), 1000)).toEqual({ busy: 1000 });
  // Also beside one that comes later: what is being emptied gets nothing.
  expect(count(routesOf(['idle', 1, 0], ['later', 2, 5]), 1000)).toEqual({ later: 1000 });
  const { a = 0, b = 0 } = count(routesOf(['a', 1, 0], ['b', 1, 0], ['c', 2, 0]), 1000);
  expect(a + b).toBe(1000);
  expect(Math.abs(a - b)).toBeLessThan(10);
});

test('no number is drawn where there is no choice', () => {
  const fraction = () => {
    throw new Error('drawn');
  };
  expect(namesOf(routesOf(['a', 1, 1]), { fraction })).toEqual(['a']);
});

test('every number in [0, 1) gives every route once', () => {
  const routes = routesOf(['a', 1, 0.1], ['b', 1, 0.2], ['c', 1, 0.3]);
  for (const position of [0, 0.1, 1 / 6, 0.5, 1 - Number.EPSILON / 2]) {
    const names = namesOf(routes, { fraction: () => position });
    expect(names.toSorted()).toEqual(['a', 'b', 'c']);
  }
});

test("a cooling account's share is spread over all others by weight", () => {
  const five = routesOf(['a', 1, 1], ['b', 1, 1], ['c', 1, 1], ['d', 1, 1], ['e', 1, 1]);
  for (const cooling of ['a', 'c', 'e']) {
    const counts = count(five, 10_000, 0.3, [cooling]);
    expect(counts[cooling]).toBeUndefined();
    for (const name of Object.keys(counts)) {
      expect(Math.abs((counts[name] ?? 0) - 2500)).toBeLessThan(50);
    }
  }
  const weighted = count(routesOf(['a', 1, 5], ['b', 1, 3], ['c', 1, 1]), 10_000, 0.3, ['a']);
  expect(Math.abs((weighted['b'] ?? 0) - 7500)).toBeLessThan(50);
});

test('where all accounts cool down, the one that is tried all the same is drawn as well', () => {
  const routes = routesOf(['a', 1, 1], ['b', 1, 1], ['c', 1, 1]);
  const counts = count(routes, 3000, 0.3, ['a', 'b', 'c']);
  for (const name of ['a', 'b', 'c']) {
    expect(Math.abs((counts[name] ?? 0) - 1000)).toBeLessThan(50);
  }
});

test('a cooldown that ends while routes are ordered loses no route', () => {
  const routes = routesOf(['a', 1, 1], ['b', 1, 1], ['c', 1, 1]);
  let calls = 0;
  const isCooling = () => calls++ < 2;
  const ordered = orderRoutes(routes, 'share', {
    user: '',
    nextFraction: () => 0,
    isCooling,
    isProbed: () => false,
  });
  expect(ordered.map(({ deployment }) => deployment).toSorted()).toEqual(['a', 'b', 'c']);
});

test('the second choice is spread by weight as well', () => {
  const routes = routesOf(['a', 1, 1], ['b', 1, 1], ['c', 1, 1], ['d', 1, 1]);
  const fraction = evenNumbers(0.3);
  const seconds: Record<string, number> = {};
  for (let request = 0; request < 10_000; request++) {
    const [, second = ''] = namesOf(routes, { fraction });
    seconds[second] = (seconds[second] ?? 0) + 1;
  }
  for (const name of ['a', 'b', 'c', 'd']) {
    expect(Math.abs((seconds[name] ?? 0) - 2500)).toBeLessThan(100);
  }
});

test('users are spread evenly over accounts that drain', () => {
  const routes = routesOf(['a', 1, 0], ['b', 1, 0], ['c', 1, 0]);
  const counts: Record<string, number> = {};
  for (let user = 0; user < 3000; user++) {
    const [first = ''] = namesOf(routes, { fraction: () => 0, by: 'user', user: `user-${user}` });
    counts[first] = (counts[first] ?? 0) + 1;
  }
  for (const name of ['a', 'b', 'c']) {
    expect(Math.abs((counts[name] ?? 0) - 1000)).toBeLessThan(100);
  }
});

test('a probed account takes its turns from all others by weight', () => {
  const routes = routesOf(['a', 1, 4], ['b', 1, 1], ['c', 1, 1], ['d', 1, 2]);
  const next = evenNumbers(0.3);
  const counts = new Map<string, number>();
  // It cools down for a draw or two after each turn, so that the fraction decides what comes next.
  let coolingFor = 0;
  for (let draw = 0; draw < 10_000; draw++) {
    const [first] = orderRoutes(routes, 'share', {
      user: '',
      nextFraction: next,
      isCooling: ({ deployment }) => deployment === 'a' && coolingFor > 0,
      isProbed: ({ deployment }) => deployment === 'a',
    });
    counts.set(first.deployment, (counts.get(first.deployment) ?? 0) + 1);
    coolingFor = first.deployment === 'a' ? 2 : coolingFor - 1;
  }
  const [b = 0, c = 0, d = 0] = ['b', 'c', 'd'].map((name) => counts.get(name));
  const others = b + c + d;
  for (const [got, share] of [
    [b, 0.25],
    [c, 0.25],
    [d, 0.5],
  ] as const) {
    expect(Math.abs(got / others - share)).toBeLessThan(0.02);
  }
});

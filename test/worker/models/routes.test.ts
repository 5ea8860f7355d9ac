import { expect, test } from 'vitest';
import { evenNumbers } from '../../../worker/accounts/even-numbers.ts';
import {
  pickRoute,
  toModelRoutes,
  type ModelRoute,
  type ModelRoutes,
} from '../../../worker/models/routes.ts';

type Entry = readonly [name: string, priority: number, weight: number];

function routesOf(...entries: readonly Entry[]): ModelRoutes {
  const route = ([name, priority, weight]: Entry): ModelRoute => ({
    backend: { name, endpoint: '', key: undefined },
    deployedAs: name,
    priority,
    weight,
  });
  const routes = toModelRoutes(entries.map(route));
  if (routes === undefined) throw new Error('no entry');
  return routes;
}

/** How often each route is taken. */
function count(routes: ModelRoutes, requests: number, start = 0.3) {
  const draw = evenNumbers(start);
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request++) {
    const { deployedAs } = pickRoute(routes, draw);
    counts[deployedAs] = (counts[deployedAs] ?? 0) + 1;
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
  expect(routes.ordered.map(({ deployedAs }) => deployedAs)).toEqual([
    'reserved',
    'overflow',
    'last',
  ]);
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
  const draw = () => {
    throw new Error('drawn');
  };
  expect(pickRoute(routesOf(['a', 1, 1], ['b', 2, 1]), draw).deployedAs).toBe('a');
});

test('every number in [0, 1) leads somewhere', () => {
  const routes = routesOf(['a', 1, 0.1], ['b', 1, 0.2], ['c', 1, 0.3]);
  for (const position of [0, 0.5, 1 - Number.EPSILON / 2]) {
    expect(['a', 'b', 'c']).toContain(pickRoute(routes, () => position).deployedAs);
  }
});

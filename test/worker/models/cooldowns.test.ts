// One deployment's cooldown, step by step, with a clock of its own.
import { expect, test } from 'vitest';
import { Cooldowns } from '../../../worker/models/cooldowns.ts';
import type { ModelRoute } from '../../../worker/models/routes.ts';

const ROUTE: ModelRoute = {
  backend: { name: 'west', endpoint: '', key: undefined },
  deployment: 'gpt',
  priority: 1,
  weight: 1,
};
const OK = new Response(null, { status: 200 });
const BROKEN = new Response(null, { status: 503 });

function busy(seconds: number): Response {
  return new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } });
}

function start() {
  const clock = { ms: 0 };
  return { clock, cooldowns: new Cooldowns(() => clock.ms) };
}

test('an answer to an earlier request does not end a cooldown that Azure asked for since', () => {
  const { clock, cooldowns } = start();
  const probe = cooldowns.startProbe(ROUTE);
  cooldowns.record(ROUTE, probe, busy(60));
  clock.ms = 1;
  cooldowns.record(ROUTE, probe, OK);
  cooldowns.record(ROUTE, probe, BROKEN);
  expect(cooldowns.remainingMs(ROUTE)).toBe(59_999);
});

test('a probe whose answer takes longer than its turn still ends the cooldown', () => {
  const { clock, cooldowns } = start();
  cooldowns.record(ROUTE, cooldowns.startProbe(ROUTE), BROKEN);
  clock.ms = 2000;
  const first = cooldowns.startProbe(ROUTE);
  clock.ms = 12_000;
  expect(cooldowns.remainingMs(ROUTE)).toBe(0);
  cooldowns.startProbe(ROUTE);
  clock.ms = 17_000;
  cooldowns.record(ROUTE, first, OK);
  expect(cooldowns.remainingMs(ROUTE)).toBe(0);
  expect(cooldowns.startProbe(ROUTE)).toBeUndefined();
});

test('a probe that fails begins a new cooldown, which an older probe does not end', () => {
  const { clock, cooldowns } = start();
  cooldowns.record(ROUTE, cooldowns.startProbe(ROUTE), BROKEN);
  clock.ms = 2000;
  const first = cooldowns.startProbe(ROUTE);
  clock.ms = 12_000;
  const second = cooldowns.startProbe(ROUTE);
  cooldowns.record(ROUTE, second, busy(60));
  cooldowns.record(ROUTE, first, OK);
  expect(cooldowns.remainingMs(ROUTE)).toBe(60_000);
});

test('a probe that finds nothing out leaves the time that Azure asked for', () => {
  const { clock, cooldowns } = start();
  cooldowns.record(ROUTE, cooldowns.startProbe(ROUTE), busy(60));
  clock.ms = 1000;
  const early = cooldowns.startProbe(ROUTE);
  expect(cooldowns.remainingMs(ROUTE)).toBe(59_000);
  cooldowns.abandonProbe(ROUTE, early);
  expect(cooldowns.remainingMs(ROUTE)).toBe(59_000);
  clock.ms = 60_000;
  expect(cooldowns.remainingMs(ROUTE)).toBe(0);
});

test('an abandoned probe leaves its turn to the next request', () => {
  const { clock, cooldowns } = start();
  cooldowns.record(ROUTE, cooldowns.startProbe(ROUTE), BROKEN);
  clock.ms = 2000;
  const probe = cooldowns.startProbe(ROUTE);
  expect(cooldowns.remainingMs(ROUTE)).toBe(10_000);
  cooldowns.abandonProbe(ROUTE, probe);
  expect(cooldowns.remainingMs(ROUTE)).toBe(0);
});

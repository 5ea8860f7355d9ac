import { expect, test } from 'vitest';
import { HELP, parseOptions } from './options.ts';
import { readingsOf } from './rows/workload.ts';
import { COMPARISONS } from './rows/comparisons.ts';
import { HOSTILE } from './rows/hostile.ts';
import { BURSTS_OF_WORDS, WORKLOADS } from './rows/workloads.ts';

test('without options every workload is measured, with its own rounds', () => {
  expect(parseOptions([])).toEqual({
    only: undefined,
    rounds: undefined,
    json: undefined,
    report: false,
    help: false,
  });
});

test('rounds and workloads can be chosen', () => {
  const { only, rounds } = parseOptions([
    '--only',
    'chat-2k',
    '--only',
    'first-byte',
    '--rounds=2',
  ]);
  expect(only).toEqual(['chat-2k', 'first-byte']);
  expect(rounds).toBe(2);
});

test('"hostile" selects all rows of hostile requests', () => {
  const { only } = parseOptions(['--only', 'hostile', '--only', 'chat-2k']);
  expect(only).toEqual([...HOSTILE.map(({ name }) => name), 'chat-2k']);
});

test.each([
  [['--only', 'chat'], '--only takes one of chat-2k, '],
  [['--rounds', '0'], '--rounds takes a number from 1 to 999, not "0".'],
  [['--report', '--only', 'chat-2k'], '--report needs every workload: leave out --only.'],
  [['--jason'], "Unknown option '--jason'. npm run bench -- --help lists the options."],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});

test('the help names every workload, and no two rows have one name', () => {
  const rows = [...WORKLOADS, ...COMPARISONS];
  for (const { name, what } of rows) expect(HELP).toContain(`  ${name.padEnd(22)}${what}`);
  const names = [...rows.flatMap(readingsOf).map(({ name }) => name), BURSTS_OF_WORDS.name];
  expect(new Set(names).size).toBe(names.length);
});

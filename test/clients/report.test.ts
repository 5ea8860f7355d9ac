import { expect, test } from 'vitest';
import type { ClientResult } from './client.ts';
import { parseLines } from './program-lines.ts';
import { allPassed, checkLine, summaryTable } from './report.ts';

const PASSED: ClientResult = {
  name: 'one',
  version: '1.0.0',
  stack: 'example',
  checks: [{ check: 'chat' }],
};
const FAILED: ClientResult = {
  ...PASSED,
  name: 'two',
  checks: [{ check: 'chat' }, { check: 'retry', failure: 'status 500' }],
};
const LEFT_OUT: ClientResult = {
  ...PASSED,
  name: 'three',
  checks: [],
  leftOut: 'cargo is not on this machine',
};

test('the table has a row for each client, with what failed and why one was left out', () => {
  const lines = summaryTable([PASSED, FAILED, LEFT_OUT]).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['client', 'version', 'stack', 'checks', 'passed'],
    ['one', '1.0.0', 'example', '1', '1'],
    ['two', '1.0.0', 'example', '2', '1', 'failed: retry'],
    ['three', '1.0.0', 'example', '0', '0', 'left out: cargo is not on this machine'],
  ]);
});

test('a failed check fails the run, a client that is left out does not', () => {
  expect(allPassed([PASSED, LEFT_OUT])).toBe(true);
  expect(allPassed([PASSED, FAILED])).toBe(false);
});

test('a client that ran without any check fails the run', () => {
  expect(allPassed([{ ...PASSED, checks: [] }])).toBe(false);
});

test('the line of a failed check says why', () => {
  expect(checkLine(FAILED, { check: 'retry', failure: 'status 500' })).toBe(
    'FAILED two 1.0.0: retry: status 500',
  );
});

test('the lines of a program are read among those of its client', () => {
  const results = parseLines('log\nok chat\nnot ok retry - status 500\nok, said the model\n');
  expect([...results.values()]).toEqual([
    { check: 'chat' },
    { check: 'retry', failure: 'status 500' },
  ]);
});

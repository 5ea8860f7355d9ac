// Every command that a page shows is run by a test, or the table says why it is not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../pages.ts';
import { TABLE, wayOf } from './command-table.ts';
import { COMMANDS, commandLines } from './page-commands.ts';

test('every command of a page has a row in the table', () => {
  expect(COMMANDS.length).toBeGreaterThan(80);
  const missing = COMMANDS.filter(({ line }) => wayOf(line) === undefined);
  expect(missing.map(({ file, line }) => `${file}: ${line}`)).toEqual([]);
});

test('every row is needed, and the tests that it names exist', () => {
  const used = new Set(COMMANDS.map(({ line }) => TABLE.find(([each]) => each.test(line))?.[0]));
  const unused = TABLE.filter(([pattern]) => !used.has(pattern));
  expect(unused.map(([pattern]) => pattern.source)).toEqual([]);
  const tests = TABLE.flatMap(([, way]) => (way.kind === 'elsewhere' ? [way.test] : []));
  expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('a command goes on after a backslash and inside of quotes', () => {
  const block = `first one \\\n  goes on\n# a comment\nsecond '{\n  "it''s": 1}' --end\n\nthird "it's" one`;
  expect(commandLines(block)).toEqual([
    'first one goes on',
    `second '{\n "it''s": 1}' --end`,
    'third "it\'s" one',
  ]);
});

import { expect, test } from 'vitest';
import type { Line } from '../../doctor/check.ts';
import { isSound, toJson, toMarkdown } from '../../doctor/report/for-machines.ts';
import { mayColour, showLine, showSum } from '../../doctor/report/text.ts';

const OK: Line = { id: 'one', title: 'One', status: 'ok', found: 'is there' };
const FAILED: Line = {
  id: 'two',
  title: 'Two',
  status: 'failed',
  found: 'is <b>missing</b> | or not',
  details: ['here', 'there'],
  advice: 'Type: `make two`',
};
const LINES = [OK, FAILED, { ...OK, id: 'three', status: 'skipped' as const }];

test('a line has its mark, its details and what to do', () => {
  expect(showLine(OK, false)).toBe('✓ One: is there');
  expect(showLine(FAILED, false)).toBe(
    '✗ Two: is <b>missing</b> | or not\n    here\n    there\n  → Type: `make two`',
  );
});

test('only a terminal without NO_COLOR gets colours, and only the mark has one', () => {
  expect(mayColour(true, {})).toBe(true);
  expect(mayColour(true, { NO_COLOR: '1' })).toBe(false);
  expect(mayColour(false, {})).toBe(false);
  expect(showLine(OK, true)).toBe('\u001B[32m✓\u001B[0m One: is there');
});

test('the sum says what is left to do', () => {
  expect(showSum([OK])).toBe('1 of 1 are in order');
  expect(showSum(LINES)).toBe('1 of 3 are in order; 1 to correct, 1 skipped');
});

test('JSON says whether anything failed', () => {
  expect(isSound([OK])).toBe(true);
  expect(JSON.parse(toJson(LINES))).toEqual({ ok: false, lines: LINES });
  expect(toJson([{ ...FAILED, isTransient: true }])).toBe(toJson([FAILED]));
});

test('texts of others cannot break the table', () => {
  const [, , , row] = toMarkdown(LINES).split('\n');
  expect(row).toBe(
    String.raw`| ❌ | Two | is &lt;b>missing&lt;/b> \| or not<br>here<br>there | Type: \`make two\` |`,
  );
});

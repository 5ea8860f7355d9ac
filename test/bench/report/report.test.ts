import { expect, test } from 'vitest';
import { fillPage, type Findings } from './report.ts';
import { toResult, toSizeResult, toWorst, type Result } from './result.ts';

const HOSTILE = { metric: 'cpu-per-mib', bound: { goal: 10 } } as const;

function body(name: string, msPerMib: number): Result {
  const rounds = { baseline: [4], gateway: [msPerMib], compared: [msPerMib] };
  return toResult({ ...HOSTILE, name, what: 'JSON' }, rounds);
}

const FINDINGS: Findings = {
  machine: {
    date: '2026-11-23',
    processor: 'Some CPU',
    cores: 2,
    memoryGib: 4,
    system: 'Linux 6',
    node: 'v26.10.0',
    workerd: '1.20261023.1',
  },
  seconds: 400,
  results: [
    toSizeResult({ kind: 'bundle', name: 'bundle', what: 'size', compressed: false }, 12),
    toResult(
      { name: 'chat', what: 'CPU', metric: 'cpu', bound: { goal: 1.2 } },
      { baseline: [1], gateway: [1.5], compared: [1.5] },
    ),
    toWorst({ ...HOSTILE, name: 'hostile', what: 'the worst' }, [
      body('spaces', 2),
      body('lists', 12.5),
      body('members', 7),
    ]),
  ],
  comparisons: [],
  words: [
    { mode: 'off', arrivedMs: [0, 0, 500, 500] },
    { mode: 'smooth', arrivedMs: [0, 200, 400, 600] },
  ],
};

function block(name: string, text: string) {
  return `<!-- ${name}: written by the benchmark -->${text}<!-- /${name} -->`;
}

const NAMES = ['machine', 'workloads', 'hostile', 'losses', 'comparisons', 'words'];

test('blocks between markers are written anew, all else stays', () => {
  const page = NAMES.map((name) => block(name, '\n\nold\n\n')).join('\nkept\n');
  const filled = fillPage(page, FINDINGS);
  expect(filled).not.toContain('old');
  expect(filled.split('\nkept\n').length).toBe(NAMES.length);
  expect(filled).toContain('made on 2026-11-23, in 400 seconds, on 2 cores (Some CPU) with 4 GiB');
  expect(filled).toContain('| `bundle` | size | - | - | 12 B | 12 B | 12 B | - | - |');
  expect(filled).toContain(
    'missed their goals: `chat` 1.50 (goal 1.20), `hostile` 12.50 ms/MiB (goal 10.00 ms/MiB).',
  );
  expect(filled).toContain(
    'of 3 hostile bodies: `lists` (JSON) 12.50 ms/MiB, `members` (JSON) 7.00 ms/MiB, `spaces` (JSON) 2.00',
  );
  expect(filled).toContain('| `off` | 0.0 ms | 500.0 ms | 500.0 ms | 235.7 ms | 500.0 ms |');
  expect(filled).toContain('| `smooth` | 200.0 ms | 200.0 ms | 200.0 ms | 0.0 ms | 600.0 ms |');
});

test('a second run over its own page changes nothing', () => {
  const once = fillPage(NAMES.map((name) => block(name, '')).join('\n'), FINDINGS);
  expect(fillPage(once, FINDINGS)).toBe(once);
});

test('a page without a marker is refused with the marker that it needs', () => {
  const page = NAMES.slice(1).map((name) => block(name, ''));
  expect(() => fillPage(page.join('\n'), FINDINGS)).toThrow(
    'has no "<!-- machine: written by the benchmark -->" with "<!-- /machine -->" below it',
  );
});

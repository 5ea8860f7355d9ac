import { expect, test } from 'vitest';
import { HELP, parseOptions } from './options.ts';

const NAMES = ['codex', 'openai-node', 'openai-node 4'];

test('without options every client is run', () => {
  expect(parseOptions([], NAMES)).toEqual({ only: [], json: undefined, list: false, help: false });
});

test('clients are chosen by how their names begin, in one option or several', () => {
  const { only } = parseOptions(['--only', 'codex', 'openai', '--only', 'openai-node 4'], NAMES);
  expect(only).toEqual(['codex', 'openai-node 4', 'openai']);
});

test.each([
  [['--only', 'curl'], /no client "curl"/],
  [['--fast'], /--help lists the options/],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args, NAMES)).toThrow(message);
});

test('the help names every option', () => {
  for (const option of ['--only', '--json', '--list', '--help']) expect(HELP).toContain(option);
});

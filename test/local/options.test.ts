import { expect, test } from 'vitest';
import { HELP, parseOptions } from '../../local/options.ts';

test('without options no stack is named, and the port is 8787', () => {
  expect(parseOptions([])).toEqual({
    stack: undefined,
    port: 8787,
    azure: undefined,
    watch: false,
    json: false,
    help: false,
  });
});

test.each([
  [['--port', 'x'], '--port takes a number from 0 to 65535, not "x".'],
  [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
  [
    ['--azure', 'ftp://x'],
    '--azure takes an address such as http://127.0.0.1:8788, not "ftp://x".',
  ],
  ...[
    'http://x/v1',
    'http://user:password@x',
    'http://user@x',
    'http://x/?query',
    'http://x#fragment',
  ].map((url): [string[], string] => [['--azure', url], '--azure takes an address such as']),
  [['--prot', '1'], "Unknown option '--prot'. npm start -- --help lists the options."],
  [['team'], "Unexpected argument 'team'. npm start -- --help lists the options."],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});

test('--help lists the options', () => {
  expect(parseOptions(['--help']).help).toBe(true);
  for (const option of ['--stack', '--port', '--azure', '--watch', '--json'])
    expect(HELP).toContain(option);
});

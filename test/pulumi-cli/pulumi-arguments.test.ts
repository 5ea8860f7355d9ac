// What Pulumi's CLI is called with, for what npm 10 and 11 were seen to pass to a script.
import { describe, expect, test } from 'vitest';
import { readArguments, readCommand } from '../../pulumi-cli/pulumi-arguments.ts';
import { scanArguments } from '../../pulumi-cli/scan-arguments.ts';

type Env = Readonly<Record<string, string>>;

describe('the stack', () => {
  test.each<[string, readonly string[], Env, readonly string[], string | undefined]>([
    ['', [], {}, [], undefined],
    ['--stack x', ['x'], { npm_config_stack: 'true' }, ['--stack', 'x'], 'x'],
    ['--stack=x', [], { npm_config_stack: 'x' }, ['--stack', 'x'], 'x'],
    [
      '--stack x -- --yes',
      ['x', '--yes'],
      { npm_config_stack: 'true' },
      ['--stack', 'x', '--yes'],
      'x',
    ],
    ['-- --stack x', ['--stack', 'x'], {}, ['--stack', 'x'], 'x'],
    ['-- --stack=x', ['--stack=x'], {}, ['--stack=x'], 'x'],
    ['-- -s x -y', ['-s', 'x', '-y'], {}, ['-s', 'x', '-y'], 'x'],
    ['-- -ysx', ['-ysx'], {}, ['-ysx'], 'x'],
    ['-- -s=x', ['-s=x'], {}, ['-s=x'], 'x'],
    ['--stack=x -- -s x', ['-s', 'x'], { npm_config_stack: 'x' }, ['-s', 'x'], 'x'],
  ])('of npm run up %s', (_, typed, env, args, stack) => {
    expect(readArguments('up', typed, env)).toMatchObject({ args, stack });
  });
});

test('all other options go on unchanged, with their values', () => {
  const typed = [
    '--yes',
    '-m',
    'a message',
    '--target',
    'urn:a',
    '-rfv=3',
    '--refresh=false',
    '-p',
    '4',
  ];
  const { args, options } = readArguments('up', typed, {});
  expect(args).toEqual(typed);
  expect([...options]).toEqual([
    ...['yes', 'message', 'target', 'refresh', 'skip-preview', 'verbose', 'parallel'],
  ]);
});

test.each<[readonly string[], Env, string]>([
  [['team'], {}, 'npm run up -- --stack team'],
  [['team', '--yes'], {}, 'npm run up -- --stack team'],
  [['x', 'y'], { npm_config_stack: 'true' }, '"y"'],
  [['--frobnicate', 'value'], {}, '--OPTION=VALUE'],
  [['--yes', 'true'], {}, '"true"'],
  [['https://example.com/template'], {}, 'the address of a template'],
  [['-'], {}, '"-"'],
  [['--stack'], {}, '--stack needs a name: npm run up -- --stack NAME'],
  [['--stack', '--yes'], {}, '--stack needs a name: npm run up -- --stack NAME'],
  [['--stack='], {}, '--stack needs a name: npm run up -- --stack NAME'],
  [[], { npm_config_stack: 'true' }, '--stack needs a name: npm run up -- --stack NAME'],
  [['--stack', 'b'], { npm_config_stack: 'a' }, 'Two stacks are named: a, b.'],
  [['--stack', 'a', '-s', 'b'], {}, 'Two stacks are named: a, b.'],
  [['x'], { npm_config_stack: 'true', npm_config_refresh: 'true' }, 'up -- --stack x --refresh'],
  [['urn:x'], { npm_config_target: 'true' }, 'npm run up -- --target …'],
  [[], { npm_config_target: 'urn:x' }, 'npm run up -- --target=urn:x'],
  [[], { npm_config_skip_preview: 'true' }, 'npm kept --skip-preview for itself.'],
])('%j %j is refused, with what to type', (typed, env, message) => {
  expect(() => readArguments('up', typed, env)).toThrow(message);
});

test("options that npm has too are not Pulumi's, but are pointed out", () => {
  const env = { npm_config_yes: 'true', npm_config_json: '' };
  expect(readArguments('up', [], env)).toMatchObject({ args: [], doubtful: ['yes'] });
  expect(readArguments('up', ['-y'], env)).toMatchObject({ args: ['-y'], doubtful: [] });
});

test('a command without an npm script is refused', () => {
  expect(readCommand('refresh')).toBe('refresh');
  for (const text of ['stack', undefined]) expect(() => readCommand(text)).toThrow('npm run up');
});

test('letters are read as the CLI reads them', () => {
  const { words, stacks, options } = scanArguments(['-yfs', 'dev', '-j', 'word', '-qx', 'urn']);
  expect({ words: [...words], stacks, options: [...options] }).toEqual({
    words: [[3, 'word']],
    stacks: ['dev'],
    options: ['yes', 'skip-preview', 'stack', 'json', 'q', 'exclude'],
  });
});

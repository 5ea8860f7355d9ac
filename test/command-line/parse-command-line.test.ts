import { expect, test } from 'vitest';
import { keptByNpm } from '../../command-line/npm-options.ts';
import { parseCommandLine } from '../../command-line/parse-command-line.ts';

const line = {
  command: 'npm start',
  options: { stack: { type: 'string' }, json: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
} as const;

test.each([
  [['team'], { npm_config_stack: 'true' }, 'npm kept --stack for itself.', '-- --stack …'],
  [[], { npm_config_stack: 'team' }, 'npm kept --stack for itself.', '-- --stack …'],
  [[], { npm_config_dry_run: 'true' }, 'npm kept --dry-run for itself.', '-- --dry-run'],
])('options without -- are refused with what to type: %j %j', (args, env, reason, toType) => {
  expect(() => parseCommandLine(line, args, env)).toThrow(
    `${reason} Type -- before the options: npm start ${toType}`,
  );
});

test("npm's own options and empty ones say nothing", () => {
  const env = { npm_config_json: 'true', npm_config_stack: '', npm_config_noproxy: '' };
  expect(parseCommandLine(line, ['--stack', 'a'], env).values).toEqual({ stack: 'a' });
  expect(keptByNpm('yes', { npm_config_yes: 'true' })).toBeUndefined();
});

// Options that npm kept. `npm start --stack team` gives npm the option --stack, which npm does not know;
// the script gets only `team`, and npm_config_stack=true in its environment. `--stack=team` arrives as
// npm_config_stack=team alone. Seen with npm 10 and 11.

/**
 * npm's own options among those that commands here have too. In npm's environment they may come from an
 * .npmrc or from an `npx` further out, so they say nothing about what was typed.
 * https://docs.npmjs.com/cli/using-npm/config
 */
const OPTIONS_OF_NPM: ReadonlySet<string> = new Set([
  ...['color', 'diff', 'force', 'json', 'long', 'message', 'only', 'tag', 'usage', 'user'],
  ...['verbose', 'version', 'yes'],
]);

/** What npm kept of `--NAME`, `--NAME value` (both `true`) or `--NAME=value`; undefined if nothing. */
export function keptByNpm(option: string, env: NodeJS.ProcessEnv): string | undefined {
  if (OPTIONS_OF_NPM.has(option)) return undefined;
  const value = env[`npm_config_${option.replaceAll('-', '_')}`];
  return value === '' ? undefined : value;
}

/** Whether npm's own option of this name is set, by the command line or otherwise. */
export function isOptionOfNpmSet(option: string, env: NodeJS.ProcessEnv): boolean {
  return OPTIONS_OF_NPM.has(option) && env[`npm_config_${option}`] === 'true';
}

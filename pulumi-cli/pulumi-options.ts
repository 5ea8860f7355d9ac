// The options of `pulumi up`, `preview`, `destroy` and `refresh` whose value may be the next argument.
// From `--help` of 3.274.1; all others are switches or take a value after `=` only.

/** Options of one of the commands, or of all, by their long names. */
export const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  ...['color', 'config', 'config-file', 'cwd', 'event-log', 'exclude', 'import-file'],
  ...['import-pending-creates', 'memprofilerate', 'message', 'otel-traces', 'override-env'],
  ...['parallel', 'policy-pack', 'policy-pack-config', 'profiling', 'replace', 'save-plan'],
  ...['secrets-provider', 'stack', 'target', 'target-replace', 'tracing', 'verbose'],
]);

/** The switches that people use most; npm keeps them as well when `--` is missing. */
export const SWITCHES: readonly string[] = [
  ...['clear-pending-creates', 'continue-on-error', 'debug', 'diff', 'exclude-dependents'],
  ...['exclude-protected', 'expect-no-changes', 'ignore-protect', 'json', 'non-interactive'],
  ...['preview-only', 'refresh', 'remove', 'run-program', 'show-config', 'show-reads'],
  ...['show-replacement-steps', 'show-sames', 'show-secrets', 'skip-config-validation'],
  ...['skip-preview', 'suppress-outputs', 'suppress-progress', 'target-dependents', 'urns', 'yes'],
];

/** Letters that stand for options with a value. */
export const LETTERS_WITH_VALUE: ReadonlyMap<string, string> = new Map([
  ['C', 'cwd'],
  ['c', 'config'],
  ['m', 'message'],
  ['p', 'parallel'],
  ['s', 'stack'],
  ['t', 'target'],
  ['v', 'verbose'],
  ['x', 'exclude'],
]);

/** Letters that stand for switches. */
export const LETTERS: ReadonlyMap<string, string> = new Map([
  ['d', 'debug'],
  ['f', 'skip-preview'],
  ['h', 'help'],
  ['j', 'json'],
  ['r', 'refresh'],
  ['y', 'yes'],
]);

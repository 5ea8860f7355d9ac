// What to call Pulumi's CLI with, from what was typed after `npm run up` and the like.
import { isOptionOfNpmSet, keptByNpm } from '../command-line/npm-options.ts';
import { UserError } from '../command-line/user-error.ts';
import { OPTIONS_WITH_VALUE, SWITCHES } from './pulumi-options.ts';
import { scanArguments } from './scan-arguments.ts';

const COMMANDS = ['up', 'preview', 'destroy', 'refresh'] as const;
export type Command = (typeof COMMANDS)[number];

export interface PulumiArguments {
  readonly command: Command;
  /** What follows the command. */
  readonly args: readonly string[];
  /** The stack that was named; undefined: the selected one. */
  readonly stack: string | undefined;
  /** The long names of all options that are there. */
  readonly options: ReadonlySet<string>;
  /** Options that npm has as well and that were perhaps meant for Pulumi. */
  readonly doubtful: readonly string[];
}

/** @throws UserError for anything but a command that this project has an npm script for */
export function readCommand(text: string | undefined): Command {
  const command = COMMANDS.find((name) => name === text);
  if (command === undefined) {
    throw new UserError(`Start this with npm run ${COMMANDS.join(', npm run ')}.`);
  }
  return command;
}

/**
 * Reads what npm gives to its script: the arguments, and the options that npm kept, of which only
 * `--stack` is clear enough to be used. All arguments go to Pulumi unchanged.
 *
 * @throws UserError for a bare word, which `pulumi up` would take for the URL of a template, and for
 *   options that npm kept; it says what to type
 */
export function readArguments(
  command: Command,
  typed: readonly string[],
  env: NodeJS.ProcessEnv,
): PulumiArguments {
  const { words, stacks, options } = scanArguments(typed);
  const kept = keptByNpm('stack', env);
  // Of `--stack NAME`, npm passes NAME as the first argument.
  const [place = -1] = kept === 'true' ? words.keys() : [];
  const fromNpm = kept === 'true' ? words.get(place) : kept;
  const isNameless = stacks.some((name) => name === '' || name.startsWith('-'));
  if (isNameless || (kept !== undefined && fromNpm === undefined)) {
    throw new UserError(`--stack needs a name: npm run ${command} -- --stack NAME`);
  }
  const named = new Set([...(fromNpm === undefined ? [] : [fromNpm]), ...stacks]);
  const [stack] = named;
  const toType = suggest(command, stack);
  if (named.size > 1) {
    throw new UserError(`Two stacks are named: ${[...named].join(', ')}. Name one: ${toType}`);
  }
  refuseKept(toType, env);
  refuseWords(
    command,
    stack,
    [...words].filter(([at]) => at !== place).map(([, word]) => word),
  );
  const rest = typed.filter((_, at) => at !== place);
  const addsStack = stack !== undefined && stacks.length === 0;
  return {
    command,
    args: addsStack ? ['--stack', stack, ...rest] : rest,
    stack,
    options: addsStack ? new Set([...options, 'stack']) : options,
    doubtful: SWITCHES.filter((name) => !options.has(name) && isOptionOfNpmSet(name, env)),
  };
}

function refuseKept(toType: string, env: NodeJS.ProcessEnv): void {
  const kept = [...SWITCHES, ...OPTIONS_WITH_VALUE].flatMap((name) => {
    const value = name === 'stack' ? undefined : keptByNpm(name, env);
    if (value === undefined) return [];
    if (value !== 'true') return [`--${name}=${value}`];
    return [OPTIONS_WITH_VALUE.has(name) ? `--${name} …` : `--${name}`];
  });
  if (kept.length === 0) return;
  throw new UserError(
    `npm kept ${kept.join(' ')} for itself. Type -- before the options: ${toType} ${kept.join(' ')}`,
  );
}

function refuseWords(command: Command, stack: string | undefined, words: readonly string[]): void {
  const [word] = words;
  if (word === undefined) return;
  const quoted = words.map((text) => `"${text}"`).join(', ');
  const toType = suggest(command, stack ?? word);
  throw new UserError(
    `Pulumi would not take ${quoted} for a stack or an option${command === 'up' ? ', but for the address of a template' : ''}. For a stack, type: ${toType}. For the value of an option, write --OPTION=VALUE after the --.`,
  );
}

/** The command line to type, to which options can be added. */
function suggest(command: Command, stack: string | undefined): string {
  return `npm run ${command} --${stack === undefined ? '' : ` --stack ${stack}`}`;
}

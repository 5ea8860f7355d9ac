import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { keptByNpm } from './npm-options.ts';
import { UserError } from './user-error.ts';

/** What a program takes. */
export interface CommandLine<T extends ParseArgsOptionsConfig> {
  /** As people type it: `npm start`. */
  readonly command: string;
  readonly options: T;
  /** Default false. */
  readonly allowPositionals?: boolean;
}

/** @throws UserError that names the wrong option and says how to list the options */
export function parseCommandLine<const T extends ParseArgsOptionsConfig>(
  { command, options, allowPositionals = false }: CommandLine<T>,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
) {
  const kept = Object.keys(options).filter((name) => keptByNpm(name, env) !== undefined);
  if (kept.length > 0) {
    const example = kept.map((name) => `--${name}${typeOf(options, name)}`).join(' ');
    throw new UserError(
      `npm kept ${kept.map((name) => `--${name}`).join(', ')} for itself. Type -- before the options: ${command} -- ${example}`,
    );
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals });
  } catch (error) {
    // The sentences after the first one explain `--` and are wrong for npm.
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. ${command} -- --help lists the options.`);
  }
}

function typeOf(options: ParseArgsOptionsConfig, name: string): string {
  return options[name]?.type === 'string' ? ' …' : '';
}

/** @throws UserError when the text is not a whole number of that range */
export function readNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UserError(`${option} takes a number from ${least} to ${most}, not "${text}".`);
}

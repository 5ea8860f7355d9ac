// Which of the arguments for Pulumi's CLI are options, values of options, or bare words.
import { LETTERS, LETTERS_WITH_VALUE, OPTIONS_WITH_VALUE } from './pulumi-options.ts';

export interface Scan {
  /** Arguments that are neither options nor their values, by place. */
  readonly words: ReadonlyMap<number, string>;
  /** The values of `--stack` and `-s`. */
  readonly stacks: readonly string[];
  /** The long names of all options, unknown ones included. */
  readonly options: ReadonlySet<string>;
}

/** Reads arguments as Pulumi's CLI does: https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax */
export function scanArguments(args: readonly string[]): Scan {
  const words = new Map<number, string>();
  const stacks: string[] = [];
  const options = new Set<string>();
  for (let place = 0; place < args.length; place += 1) {
    const argument = args[place] ?? '';
    if (!/^-./.test(argument)) {
      words.set(place, argument);
      continue;
    }
    for (const { name, value } of argument.startsWith('--') ? [long(argument)] : short(argument)) {
      options.add(name);
      const takesNext = value === undefined && OPTIONS_WITH_VALUE.has(name);
      if (takesNext) place += 1;
      if (name === 'stack') stacks.push((takesNext ? args[place] : value) ?? '');
    }
  }
  return { words, stacks, options };
}

interface Option {
  readonly name: string;
  /** Undefined: it is the next argument, or the option is a switch. */
  readonly value: string | undefined;
}

function long(argument: string): Option {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
  return { name, value };
}

/** `-y`, `-yf`, `-s dev`, `-sdev`, `-s=dev`, `-ys dev`. */
function short(argument: string): readonly Option[] {
  const found: Option[] = [];
  for (let place = 1; place < argument.length; place += 1) {
    const letter = argument[place] ?? '';
    const rest = argument.slice(place + 1);
    const withValue = LETTERS_WITH_VALUE.get(letter);
    if (withValue !== undefined || rest.startsWith('=')) {
      const name = withValue ?? LETTERS.get(letter) ?? letter;
      return [...found, { name, value: rest === '' ? undefined : rest.replace(/^=/, '') }];
    }
    found.push({ name: LETTERS.get(letter) ?? letter, value: undefined });
  }
  return found;
}

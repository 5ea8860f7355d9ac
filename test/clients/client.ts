// A client as the lists describe it, and what a run of it showed.
import type { StackName } from './gateway.ts';

/** Where a client comes from, with exact versions. */
export type Source =
  | {
      readonly tool: 'uv';
      /** Requirements such as `openai==3.57.0`. */
      readonly packages: readonly string[];
    }
  | {
      readonly tool: 'npm';
      /** Such as `openai@7.57.0`. */
      readonly packages: readonly string[];
    }
  /** The folder of this name has the programs and the tool's own lock file; `part` is one program. */
  | { readonly tool: 'go' | 'cargo' | 'maven'; readonly part?: string }
  /** The program needs nothing but Node. */
  | { readonly tool: 'none' };

/** A command of a client that is used from the command line. */
export interface Command {
  readonly args: readonly string[];
  /** Typed into its standard input. */
  readonly input?: string;
  /** What it must print, on either output. */
  readonly prints: RegExp;
  /** Default: it must exit with 0. */
  readonly fails?: boolean;
}

/** What a client is given: addresses without a trailing slash, and keys. */
export interface Place {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The same gateway behind a certificate of the run's own. */
  readonly tlsOrigin: string;
  readonly key: string;
  /** Of a user who may use the account's files and batches. */
  readonly dataKey: string;
  /** The client's own empty home folder, also its working folder. */
  readonly home: string;
}

/** A program of ours that uses a library. It gets the names of the checks and prints a line for each. */
export interface Program {
  /** Path below test/clients; absent for compiled ones. */
  readonly program?: string;
  readonly checks: readonly string[];
}

/** Commands by the name of their check, run in that order. */
export interface Commands {
  readonly commands: (place: Place) => Readonly<Record<string, Command>>;
  /** Variables of their environment. */
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
  /** Files in the home folder: path -> text. */
  readonly files?: (place: Place) => Readonly<Record<string, string>>;
}

export type Client = {
  /** Unique; what `--only` takes. */
  readonly name: string;
  readonly version: string;
  readonly source: Source;
  /** Default `example`. */
  readonly stack?: StackName;
  /** Use the Node version on the PATH, not the project's. */
  readonly systemNode?: boolean;
  /** A file that must be on the machine, as no registry has it: path, or variable with the path. */
  readonly needs?: { readonly variable: string; readonly path: string };
  /** What must reach Azure for a check, where that differs from the check's usual request. */
  readonly reaches?: Readonly<Record<string, Reach>>;
} & (Program | Commands);

/** A request or WebSocket that Azure must have received. */
export interface Reach {
  /** Of the path without its query. */
  readonly path: RegExp;
  /** The body holds the check's name in brackets, `[chat]`; default true. */
  readonly marked?: boolean;
  /** How many such requests at least; default 1. */
  readonly times?: number;
  readonly socket?: true;
}

export interface CheckResult {
  readonly check: string;
  /** undefined: passed. */
  readonly failure?: string;
}

export interface ClientResult {
  readonly name: string;
  readonly version: string;
  readonly stack: StackName;
  readonly checks: readonly CheckResult[];
  /** Why it was not run: its registry or toolchain is missing on this machine. */
  readonly leftOut?: string;
}

// The arguments and the result of a run, in a process of its own or in that of the test.
import type { EngineOptions } from './engine.ts';
import type { Recording, State } from './recording.ts';

/** A run of a program that has ended. */
export interface Run extends Recording {
  /** 0 where the run succeeded. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The uploaded file, or empty when there is none. */
  readonly bundle: string;
}

export interface RunOptions {
  /** Text of Pulumi.<stack>.yaml. */
  readonly stackYaml: string;
  readonly stack?: string;
  /** Text of users.<stack>.yaml; default: there is no such file. */
  readonly usersYaml?: string;
  /** The state after earlier runs. The run adds to it. */
  readonly state?: State;
  readonly preview?: boolean;
  /** What functions of providers return; default: made-up keys and accounts. */
  readonly answerInvoke?: EngineOptions['answerInvoke'];
  /** The time of the run, as an ISO time. */
  readonly now?: string;
  /** Ends a run as a process: the signal of the test that needs it. */
  readonly signal?: AbortSignal;
  /** Added to the bare environment that the program gets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The default time of a run: warnings depend on dates, and tests must not depend on today's. */
export const NOW = '2026-11-23T12:00:00Z';

/** What the provider of Cloudflare gets; no test reaches Cloudflare. */
export const CLOUDFLARE_API_TOKEN = 'token-of-the-tests';

/** As Pulumi calls the one of a backend without organizations. */
export const ORGANIZATION = 'organization';

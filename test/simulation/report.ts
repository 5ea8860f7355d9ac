// What many runs showed.

/** How often an invariant was about something that happened. */
export interface Tally {
  readonly name: string;
  readonly words: string;
  judged: number;
}

export interface Finding {
  readonly seed: number;
  readonly invariant: string;
  readonly found: string;
  /** The smallest scenario that still breaks it, as JSON. */
  readonly scenario: string;
}

export interface Report {
  readonly tallies: readonly Tally[];
  readonly findings: readonly Finding[];
}

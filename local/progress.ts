// What `npm start` says while it starts. On standard error, because with --json the other one is for a program.

/** Writes a line for each step. */
export interface Progress {
  /** A step begins. Its line has the time since the first one. */
  step(text: string): void;
  /** A line without a time. */
  note(text: string): void;
}

/**
 * The time counts from now.
 *
 * @param now milliseconds
 */
export function startProgress(
  write: (line: string) => void,
  now: () => number = () => performance.now(),
): Progress {
  const began = now();
  return {
    step: (text) => {
      write(`${text}  ${((now() - began) / 1000).toFixed(1)} s`);
    },
    note: write,
  };
}

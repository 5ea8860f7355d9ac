// Failures that a person at the terminal can mend. Shown as one line, without a stack.

/** Thrown for what the user said or set; the message says what was wrong and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Prints an error as a person should see it and sets the exit code. */
export function report(error: unknown): void {
  // A PulumiError is the program's own message about the stack's settings.
  const known =
    error instanceof UserError || (error instanceof Error && '__pulumiRunError' in error);
  console.error(known ? error.message : error);
  process.exitCode = 1;
}

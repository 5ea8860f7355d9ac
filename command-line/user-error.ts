/** An error that the person at the terminal can fix. Its message says what is wrong and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Prints an error and sets exit code 1. A `UserError` is shown without a stack trace. */
export function report(error: unknown): void {
  // A PulumiError is the program's own message about the stack's settings.
  const known =
    error instanceof UserError || (error instanceof Error && '__pulumiRunError' in error);
  console.error(known ? error.message : error);
  process.exitCode = 1;
}

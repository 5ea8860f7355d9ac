/** An error that the person at the terminal can fix. Its message says what is wrong and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Whether an error's message alone is to be shown, without a stack trace. A PulumiError is the program's own
 * message about the stack's settings.
 */
export function isForPeople(error: unknown): error is Error {
  return error instanceof UserError || (error instanceof Error && '__pulumiRunError' in error);
}

/** Prints an error and sets exit code 1. */
export function report(error: unknown): void {
  console.error(isForPeople(error) ? error.message : error);
  process.exitCode = 1;
}

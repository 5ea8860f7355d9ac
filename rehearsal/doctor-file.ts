// Where a rehearsal leaves what `npm run doctor` needs to know.
import { join } from 'node:path';

export const DOCTOR_FILE = 'doctor.json';

/** The folder of a stack's rehearsal. */
export function rehearsalFolder(root: string, stack: string): string {
  return join(root, '.local/rehearsal', stack);
}

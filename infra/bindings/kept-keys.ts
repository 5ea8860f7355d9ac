// Which users' keys are random passwords in the state. When a stack begins to derive its keys, these stay as
// they are, so that nobody's key changes.
import * as pulumi from '@pulumi/pulumi';
import { readOwnState } from '../own-state.ts';

const RANDOM_PASSWORD = 'random:index/randomPassword:RandomPassword';

/**
 * Names of the random passwords in the stack's state.
 *
 * @throws pulumi.RunError when the state cannot be read: deriving a key that a user has already would
 * change it
 */
export async function readKeptKeys(): Promise<ReadonlySet<string>> {
  const urns = [...(await readState())];
  // urn:pulumi:<stack>::<project>::<types>::<name>; a user's name may contain `::`.
  const parts = urns.map((urn) => urn.split('::'));
  return new Set(
    parts.filter(([, , type]) => type === RANDOM_PASSWORD).map((part) => part.slice(3).join('::')),
  );
}

async function readState(): Promise<Iterable<string>> {
  try {
    return (await readOwnState()).keys();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(
      `The stack's state cannot be read, so it is not known which users have a random key (userKeys: derived keeps those): ${reason}. Run the command again.`,
    );
  }
}

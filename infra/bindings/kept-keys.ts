// Which users' keys are random passwords in the state. When a stack begins to derive its keys, these stay as
// they are, so that nobody's key changes.
import * as pulumi from '@pulumi/pulumi';
import { parseUrn, type OwnState } from '../own-state.ts';

const RANDOM_PASSWORD = 'random:index/randomPassword:RandomPassword';

/**
 * Names of the random passwords in the stack's state.
 *
 * @throws pulumi.RunError when the state cannot be read: deriving a key that a user has already would
 * change it
 */
export async function readKeptKeys(state: OwnState): Promise<ReadonlySet<string>> {
  const urns = [...(await readUrns(state))].map(parseUrn);
  return new Set(urns.filter(({ types }) => types === RANDOM_PASSWORD).map(({ name }) => name));
}

async function readUrns(state: OwnState): Promise<Iterable<string>> {
  try {
    return (await state.resources()).keys();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(
      `The stack's state cannot be read, so it is not known which users have a random key (userKeys: derived keeps those): ${reason}. Run the command again.`,
    );
  }
}

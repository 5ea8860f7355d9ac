// What is used where Azure's management API cannot be read: the values of the last `pulumi up`. So a user's
// key can be revoked while a region is out.
import * as pulumi from '@pulumi/pulumi';
import type { ProviderFailure } from './provider-failure.ts';
import { adviceFor, describeFailure } from './provider-failure.ts';
import { runError } from '../run-error.ts';

/** The last `pulumi up` of a new account. */
export interface Fallback {
  /** How messages call the account, such as `region "main"`. */
  readonly label: string;
  /** The key that the Worker got for the account at this endpoint, if it got one. */
  readonly lastKey: (endpoint: string) => Promise<string | undefined>;
  /** A deployment's outputs, by its resource name. */
  readonly lastDeployment: (resourceName: string) => Promise<object | undefined>;
}

/** Nothing is known from an earlier `pulumi up`. */
export function noFallback(label: string): Fallback {
  const nothing = () => Promise.resolve(undefined);
  return { label, lastKey: nothing, lastDeployment: nothing };
}

/** Warns that values of the last `pulumi up` are used. */
export async function warnOfLast(
  label: string,
  what: string,
  failure: ProviderFailure,
): Promise<void> {
  await pulumi.log.warn(
    `${label}: Azure's management API did not return ${what} (${describeFailure(failure)}). What the last \`up\` deployed stays in use; the next \`up\` picks up a regenerated key. ${adviceFor(failure)}`,
  );
}

/** The error where the state has nothing from an earlier `pulumi up` either. */
export function unreadable(label: string, what: string, failure: ProviderFailure): pulumi.RunError {
  return runError(
    `${label}: Azure's management API did not return ${what} (${describeFailure(failure)}), and the stack's state does not have it from an earlier \`up\`. ${adviceFor(failure)} Then run \`npm run up\` again.`,
  );
}

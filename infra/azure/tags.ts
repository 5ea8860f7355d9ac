// The tags of everything that the stack makes at Azure.
import * as pulumi from '@pulumi/pulumi';

/** The settings' tags besides those that say whose it is. */
export function stackTags(
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { 'pulumi-project': pulumi.getProject(), 'pulumi-stack': pulumi.getStack(), ...tags };
}

// The stack files of the runner tests: the example stack, and edits of it as an operator would
// make them.
import { readExampleStack } from '../../support/example-stack.ts';

export const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';

/** The example stack with what a real `pulumi up` needs besides. */
export const STACK = `${await readExampleStack()}
  cloudflareAccountId: ${ACCOUNT_ID}
  workersDevSubdomain: alice
`;

/** Replaces a text that must be there. */
export function edit(stackYaml: string, from: string, to: string): string {
  if (!stackYaml.includes(from)) throw new Error(`the stack file has no ${from}`);
  return stackYaml.replace(from, to);
}

// An error for the operator that may reach the input of a resource.
import * as pulumi from '@pulumi/pulumi';

/**
 * An error of which Pulumi prints the message alone, wherever it is thrown. For a plain `RunError` that
 * reaches a resource through an output, the SDK changes the message ("error serializing property …",
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts), and once the program's own code
 * has ended, it prints the stack
 * (https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/run/index.ts).
 */
export function runError(message: string): pulumi.RunError {
  return Object.defineProperties(new pulumi.RunError(message), {
    message: { get: () => message, set: () => undefined },
    stack: { value: message },
  });
}

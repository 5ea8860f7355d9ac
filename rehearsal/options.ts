// The command line of `npm run rehearse`.
import { parseCommandLine, readNumber } from '../command-line/parse-command-line.ts';

export interface RehearsalOptions {
  readonly stack: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly destroy: boolean;
  /** Delete the rehearsal without running Pulumi. */
  readonly forget: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Rehearses a deployment: runs the real \`pulumi up\` against stand-ins for Azure and Cloudflare on this
machine, then serves the Worker that it uploaded. No account is needed, and none is touched.

  npm run rehearse -- [options]

  --stack NAME   the stack, from Pulumi.NAME.yaml (default dev)
  --port N       the port of the gateway on 127.0.0.1 (default 8787; 0 picks a free one)
  --destroy      run \`pulumi destroy\` instead, and forget the rehearsal
  --forget       delete the rehearsal without running Pulumi
  --json         when ready, print one line {"url","models","users":[{"name","key"}]} to stdout
  --help         print this text

What the clouds and Pulumi's state hold is kept in .local/rehearsal/NAME. Change the stack's file and
run the command again to see what your change would do. Press Ctrl-C to stop the gateway.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): RehearsalOptions {
  const { values } = parseCommandLine(
    {
      command: 'npm run rehearse',
      options: {
        stack: { type: 'string', default: 'dev' },
        port: { type: 'string', default: '8787' },
        destroy: { type: 'boolean', default: false },
        forget: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  return { ...values, port: readNumber('--port', values.port, 0, 65_535) };
}

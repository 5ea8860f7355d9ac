// The command line of `npm start`.
import { parseCommandLine, readNumber } from '../command-line/parse-command-line.ts';
import { parseOrigin } from '../command-line/parse-origin.ts';
import { UserError } from '../command-line/user-error.ts';

export interface StartOptions {
  /** undefined: none was named. */
  readonly stack: string | undefined;
  /** 0 picks a free one. */
  readonly port: number;
  /** Send every Azure host here; undefined: to the stand-in, or to Azure itself with a real key. */
  readonly azure: URL | undefined;
  /** Start again when the stack's files change. */
  readonly watch: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Runs the gateway on this machine, exactly as the stack declares it.

  npm start -- [options]

  --stack NAME   the stack to run, from Pulumi.NAME.yaml (default dev)
  --port N       the port on 127.0.0.1 (default 8787; 0 picks a free one)
  --azure URL    send all requests for Azure to this server instead of the built-in stand-in
  --watch        when the stack's files change, run the changed gateway on the same port
  --json         when ready, print one line {"url","models","users":[{"name","key"}]} to stdout;
                 use npm start --silent -- --json to leave out npm's own lines
  --help         print this text

If RESOURCE_NAME and AZURE_AUTHKEY are set in the environment or in the file .env, and --stack is not
given, the gateway uses that Azure OpenAI resource. The models then come from DEPLOY_NAME_GPT4 and the
other DEPLOY_NAME_ variables, and the users from CHIT_USERS. Press Ctrl-C to stop.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): StartOptions {
  const { values } = parseCommandLine(
    {
      command: 'npm start',
      options: {
        stack: { type: 'string' },
        port: { type: 'string', default: '8787' },
        azure: { type: 'string' },
        watch: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  return {
    ...values,
    stack: values.stack,
    port: readNumber('--port', values.port, 0, 65_535),
    azure: values.azure === undefined ? undefined : toOrigin(values.azure),
  };
}

function toOrigin(text: string): URL {
  const url = parseOrigin(text);
  if (url === null) {
    throw new UserError(`--azure takes an address such as http://127.0.0.1:8788, not "${text}".`);
  }
  return url;
}

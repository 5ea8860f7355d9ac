// The command line of `npm start`.
import { parseArgs } from 'node:util';
import { UserError } from './user-error.ts';

export interface StartOptions {
  readonly stack: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Where every Azure host leads; undefined: to the stand-in, or to Azure itself with a real key. */
  readonly azure: URL | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Runs the gateway on this machine, exactly as the stack declares it.

  npm start -- [options]

  --stack NAME   stack to run, from Pulumi.NAME.yaml (default dev)
  --port N       port on 127.0.0.1 (default 8787; 0 picks a free one)
  --azure URL    send every Azure host to this server instead of the built-in stand-in
  --json         when ready, one line {"url","models","users":[{"name","key"}]} on stdout;
                 npm start --silent -- --json keeps npm's own lines out of it
  --help         this text

With RESOURCE_NAME and AZURE_AUTHKEY in the environment it talks to that Azure OpenAI resource; the
models then come from DEPLOY_NAME_GPT4 and the other DEPLOY_NAME_ variables, the users from
CHIT_USERS. Ctrl-C stops it.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): StartOptions {
  const values = parse(args);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new UserError(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  return {
    ...values,
    port,
    azure: values.azure === undefined ? undefined : toOrigin(values.azure),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        stack: { type: 'string', default: 'dev' },
        port: { type: 'string', default: '8787' },
        azure: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. npm start -- --help lists the options.`);
  }
}

function toOrigin(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/') {
    throw new UserError(`--azure takes an address such as http://127.0.0.1:8788, not "${text}".`);
  }
  return url;
}

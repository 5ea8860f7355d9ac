// The command line of `npm run doctor`.
import { parseCommandLine } from '../command-line/parse-command-line.ts';
import { UserError } from '../command-line/user-error.ts';

export type Format = 'text' | 'json' | 'markdown';

export interface DoctorCommand {
  /** undefined: the selected one. */
  readonly stack: string | undefined;
  /** undefined: the stack's output `url`. */
  readonly url: string | undefined;
  readonly rehearsal: boolean;
  readonly images: boolean;
  /** For how many minutes what passes by itself is checked again. */
  readonly wait: number;
  readonly format: Format;
  readonly help: boolean;
}

export const HELP = `Checks everything that a deployment needs, and the deployed gateway: one line each, and what to do where
something is wrong. It changes nothing. To the models it sends one tiny request each.

  npm run doctor -- [options]

  --stack NAME    the stack (default: the selected one; with --rehearsal: dev)
  --url URL       the address of the gateway, in place of the stack's own; without --stack, only the
                  gateway is checked, with the key in OPENAI_API_KEY
  --rehearsal     check the rehearsal of the stack that \`npm run rehearse\` serves
  --images        also request a picture of each model that draws, which costs money
  --wait MINUTES  check again once a minute while all that fails passes by itself after a first up: DNS,
                  certificate, roles (default: 0)
  --json          print {"ok","lines":[{"id","title","status","found","details","advice"}]}
  --markdown      print a table, for GitHub's job summaries
  --help          print this text

The exit code is 0 when nothing failed, 1 when something did, 2 for wrong options. OPENAI_API_KEY is the key
of a user of the gateway; without it, one is read from the stack's state.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): DoctorCommand {
  const { values } = parseCommandLine(
    {
      command: 'npm run doctor',
      options: {
        stack: { type: 'string' },
        url: { type: 'string' },
        rehearsal: { type: 'boolean', default: false },
        images: { type: 'boolean', default: false },
        wait: { type: 'string', default: '0' },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    args,
    env,
  );
  const { stack, url, json, markdown, wait, ...others } = values;
  if (json && markdown) throw new UserError('Choose --json or --markdown.');
  if (others.rehearsal && url !== undefined) {
    throw new UserError('--rehearsal has an address of its own: leave out --url.');
  }
  const format = json ? 'json' : markdown ? 'markdown' : 'text';
  return {
    ...others,
    stack,
    url: url === undefined ? undefined : checkAddress(url),
    wait: toMinutes(wait),
    format,
  };
}

function toMinutes(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UserError('--wait takes a number of minutes from 0 to 999, such as 15.');
}

function checkAddress(text: string): string {
  const url = URL.parse(text);
  const isPlain = url?.username === '' && url.password === '' && url.search === '';
  if (url !== null && isPlain && /^https?:$/.test(url.protocol)) return url.href;
  throw new UserError(
    '--url takes the address of a gateway, such as https://gateway.example.com, without a key.',
  );
}

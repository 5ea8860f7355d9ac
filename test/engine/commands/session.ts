// One shell in which an operator types the commands of a page, one after another: what a command exports
// is there for the next one.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Way } from '../../docs/commands/command-table.ts';
import type { CommandResult, Operator } from '../operator/operator.ts';
import { fillIn } from './placeholders.ts';

export interface Session {
  readonly operator: Operator;
  /** Types a command and answers what it asks. One that serves is stopped when it is ready. */
  type(line: string, way?: Way): Promise<CommandResult>;
}

/** What a command prints when it serves. */
const READY = 'Press Ctrl-C to stop';

export function openSession(operator: Operator): Session {
  const file = join(operator.folder, 'dist-variables');
  // The public address of Cloudflare's API has nothing to do with this test.
  let env: NodeJS.ProcessEnv = { CLOUDFLARE_BASE_URL: operator.clouds.cloudflareUrl };
  const type = async (line: string, way: Way = { kind: 'run' }): Promise<CommandResult> => {
    const said = way.kind === 'run' ? (way.instead ?? line) : line;
    const filled = withOptions(fillIn(said, operator), 'add' in way ? way.add : undefined);
    if (way.kind === 'serve') return serve(operator, filled, env);
    const typed = way.kind === 'run' ? way.stdin : undefined;
    const input = typed === undefined ? '' : `printf %s '${typed}' | `;
    const script = `set -a\n${input}${filled}\ncode=$?\nenv -0 > '${file}'\nexit $code`;
    const result = await operator.shell(script, env);
    const variables = (await readFile(file, 'utf8')).split('\0').filter((text) => text !== '');
    env = Object.fromEntries(variables.map(nameAndValue));
    return result;
  };
  return { operator, type };
}

/** npm's own options end at the first `--`. */
function withOptions(line: string, options: string | undefined): string {
  if (options === undefined) return line;
  return line.startsWith('npm run ') && !line.includes(' -- ')
    ? `${line} -- ${options}`
    : `${line} ${options}`;
}

async function serve(
  operator: Operator,
  line: string,
  env: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  const { pid, stdout, ended } = operator.startShell(line, env);
  let shown = '';
  stdout.on('data', (piece: Buffer) => {
    const wasReady = shown.includes(READY);
    shown += piece.toString();
    // Ctrl-C reaches all processes of the terminal.
    if (!wasReady && shown.includes(READY)) process.kill(-pid, 'SIGINT');
  });
  const { exitCode, said } = await ended;
  // Where npm or the shell ended by the signal, as the gateway did in good order.
  return { exitCode: exitCode === null && shown.includes(READY) ? 0 : exitCode, said };
}

function nameAndValue(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

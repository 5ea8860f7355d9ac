// `npm run check-worker`: whether the Worker at Cloudflare is the one that the stack uploaded.
import { dirname } from 'node:path';
import { parseCommandLine } from '../command-line/parse-command-line.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { capture } from '../pulumi-cli/capture.ts';
import { requirePulumi } from '../pulumi-cli/installation/check-cli.ts';
import { cloudflareApi, readWorker, type CloudflareApi } from './cloudflare-api.ts';
import { findDifferences, type Difference } from './differences.ts';
import { readExpected, type ExpectedWorker } from './expected.ts';

const HELP = `Compares the Worker at Cloudflare with what the last npm run up uploaded: its code; its bindings by
name, type, rate and, for plain texts, hash; its compatibility date and flags; where its logs go; and
whether one version answers all requests. Cloudflare does not give secrets back, so a replaced secret is
not seen, and neither is a route of the zone that leads to another Worker. Changes nothing. The exit code
is 1 when something differs.

  npm run check-worker -- [options]

  --stack NAME   the stack; default: the selected one
  --help         print this text

CLOUDFLARE_API_TOKEN needs the right Workers Scripts Read.`;

/** Pulumi's CLI, called for one stack. */
type CallPulumi = (args: readonly string[]) => ReturnType<typeof capture>;

try {
  const { values } = parseCommandLine(
    {
      command: 'npm run check-worker',
      options: { stack: { type: 'string' }, help: { type: 'boolean', default: false } },
    },
    process.argv.slice(2),
  );
  if (values.help) console.log(HELP);
  else await check(values.stack);
} catch (error) {
  report(error);
}

async function check(stack: string | undefined): Promise<void> {
  const { path } = await requirePulumi(process.env);
  const named = stack === undefined ? [] : ['--stack', stack];
  const pulumi: CallPulumi = (args) =>
    capture(path, [...args, ...named, '--non-interactive'], {
      cwd: dirname(import.meta.dirname),
      env: process.env,
    });
  const expected = await readOutput(pulumi);
  const api = await findApi(pulumi);
  const found = await readWorker(api, expected.accountId, expected.name);
  if (found === undefined) {
    throw new UserError(
      `There is no Worker ${expected.name} in the account ${expected.accountId}. To create it again: npm run up -- --refresh`,
    );
  }
  const differences = findDifferences(expected, found);
  if (differences.length > 0) throw new UserError(describe(expected, differences));
  console.log(
    `The Worker ${expected.name} is what npm run up uploaded: its code and ${expected.bindings.length} bindings, its settings, and one version for all requests. Values of secrets cannot be read back, and routes of the zone are not read.`,
  );
}

async function readOutput(pulumi: CallPulumi): Promise<ExpectedWorker> {
  const { code, stdout, stderr } = await pulumi(['stack', 'output', 'worker']);
  // An older stack has no such output; what else fails is for Pulumi to say.
  if (code !== 0 && !stderr.includes('does not have output')) throw new UserError(stderr.trim());
  return readExpected(stdout);
}

/** The credentials of the environment, or the token in the stack's configuration. */
async function findApi(pulumi: CallPulumi): Promise<CloudflareApi> {
  const fromEnv = cloudflareApi(process.env);
  if (fromEnv !== undefined) return fromEnv;
  const { code, stdout } = await pulumi(['config', 'get', 'cloudflare:apiToken']);
  const token = code === 0 ? stdout.trim() : '';
  const fromConfig = cloudflareApi({ ...process.env, CLOUDFLARE_API_TOKEN: token });
  if (fromConfig !== undefined) return fromConfig;
  throw new UserError('Set CLOUDFLARE_API_TOKEN to a token with the right Workers Scripts Read.');
}

function describe({ name }: ExpectedWorker, differences: readonly Difference[]): string {
  const rows = [{ what: 'what', expected: 'uploaded', found: 'at Cloudflare' }, ...differences];
  const width = (member: keyof Difference) => Math.max(...rows.map((row) => row[member].length));
  const [first, second] = [width('what'), width('expected')];
  return [
    `The Worker ${name} at Cloudflare is not what npm run up uploaded:`,
    '',
    ...rows.map(
      ({ what, expected, found }) =>
        `  ${what.padEnd(first)}  ${expected.padEnd(second)}  ${found}`,
    ),
    '',
    'If you did not change it, treat all keys as leaked. Renew them first; then any npm run up that',
    'changes a binding uploads everything. Never use --replace or taint: they delete the Worker.',
    'More: docs/recovery.md#a-changed-worker',
  ].join('\n');
}

// `npm start`: runs the stack's gateway on this machine, without any cloud account.
import { dirname, join } from 'node:path';
import { startAzure, type AzureStandIn } from '../azure-stand-in/server.ts';
import { describeResources, describeUse } from './describe.ts';
import { openLocalLedger, type LocalLedger } from './ledger-storage.ts';
import { HELP, parseOptions, type StartOptions } from './options.ts';
import { planStart, type Plan } from './plan.ts';
import { portInUse } from './port.ts';
import { readConfig } from './stack/read-config.ts';
import { untilStopped } from '../command-line/until-stopped.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { startWorkerd, type RunningWorker } from './workerd/workerd.ts';
import type { Outbound } from './workerd/worker-script.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await start(options);
} catch (error) {
  report(error);
}

async function start(options: StartOptions): Promise<void> {
  const root = dirname(import.meta.dirname);
  const stopped = untilStopped();
  // The program finds its files from here, as it does under Pulumi.
  process.chdir(root);
  const plan = await planStart(root, options.stack, process.env);
  const issuer = readConfig(plan.script).entra?.issuer;
  let gateway: URL | undefined;
  const standIn =
    plan.accounts !== undefined && options.azure === undefined
      ? await startAzure({
          accounts: plan.accounts,
          pace: 'interval-ms=30; longest-ms=10000',
          ...(plan.tenant && {
            entra: {
              ...plan.tenant,
              issuerOrigin: (host) => (host === issuer ? gateway : undefined),
            },
          }),
        })
      : undefined;
  const ledger = openLocalLedger(plan.script, join(root, '.local', options.stack, 'ledger'));
  try {
    const worker = await startWorker(plan, options, standIn, ledger);
    gateway = new URL(worker.url);
    announce(plan, options, standIn, ledger, `${worker.url}/v1`);
    const code = await Promise.race([worker.exited, stopped]);
    await worker.stop();
    if (code !== 'stopped')
      throw new UserError(`workerd ended unexpectedly (exit code ${code ?? 'none'}).`);
  } finally {
    ledger.close();
    await standIn?.close();
  }
}

async function startWorker(
  plan: Plan,
  { port, azure }: StartOptions,
  standIn: AzureStandIn | undefined,
  { folder: ledgerFolder }: LocalLedger,
): Promise<RunningWorker> {
  const origin = azure ?? (standIn === undefined ? undefined : new URL(standIn.url));
  const outbound: Outbound =
    origin === undefined ? { kind: 'internet' } : { kind: 'server', origin };
  try {
    return await startWorkerd({
      script: plan.script,
      outbound,
      // Alerts go to their real receivers: there is no stand-in for these.
      ledgerFolder,
      port,
      onLog: (line) => {
        console.error(line);
      },
    });
  } catch (error) {
    if (error instanceof Error && /address already in use/i.test(error.message)) {
      throw portInUse(port, 'npm start');
    }
    throw error;
  }
}

function announce(
  plan: Plan,
  { stack, azure, json }: StartOptions,
  standIn: AzureStandIn | undefined,
  ledger: LocalLedger,
  url: string,
): void {
  const show = json ? console.error : console.log;
  if (plan.urns.length > 0) {
    show(`\`pulumi up\` would create, for the stack ${stack}:\n`);
    show(describeResources(plan.urns, stack));
  }
  const where =
    azure?.origin ??
    (standIn === undefined ? 'the resource in RESOURCE_NAME' : 'a stand-in on this machine');
  const showAll = `npm start --silent --${stackOption(stack)} --json --port 0`;
  show(describeUse(url, plan, where, showAll, ledger.note));
  if (json) console.log(JSON.stringify({ url, models: plan.models, users: plan.users }));
}

function stackOption(stack: string): string {
  return stack === 'dev' ? '' : ` --stack ${stack}`;
}

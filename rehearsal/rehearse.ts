// `npm run rehearse`: the real `pulumi up` against the stand-in clouds, then the gateway that it uploaded.
import { dirname, join } from 'node:path';
import type { Clouds } from '../azure-stand-in/clouds/clouds.ts';
import { startAzure } from '../azure-stand-in/server.ts';
import { untilStopped } from '../command-line/until-stopped.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { describeUse } from '../local/describe.ts';
import { openMemory } from '../local/stack/memory.ts';
import { openLocalLedger } from '../local/ledger-storage.ts';
import { readConfig } from '../local/stack/read-config.ts';
import { assertPortIsFree } from '../local/port.ts';
import { startWorkerd } from '../local/workerd/workerd.ts';
import { cliFault, findPulumi, INSTALL_PAGE } from '../pulumi-cli/installation/find-cli.ts';
import { leaveForDoctor } from './for-doctor.ts';
import { addExistingAccounts } from './existing-accounts.ts';
import { planRehearsal } from './gateway.ts';
import { HELP, parseOptions, type RehearsalOptions } from './options.ts';
import { openProject } from './project.ts';
import { RehearsalFolder } from './rehearsal-folder.ts';
import {
  copyStack,
  readStack,
  REHEARSAL_ACCOUNT,
  REHEARSAL_TOKEN,
  type OriginalStack,
} from './stack-copy.ts';
import { startStandIns } from './stand-ins.ts';

const ROOT = dirname(import.meta.dirname);

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await rehearse(options);
} catch (error) {
  report(error);
}

async function rehearse(options: RehearsalOptions): Promise<void> {
  const stopped = untilStopped();
  const { stack } = options;
  const cli = await findPulumi(process.env);
  if (cli === undefined) {
    throw new UserError(
      `A rehearsal runs Pulumi's CLI, which is not on PATH. Install it (${INSTALL_PAGE}), or build it with \`npm run engine:build\`, which needs Go 1.26 and takes about 10 minutes once.`,
    );
  }
  const fault = cliFault(cli);
  if (fault !== undefined) throw new UserError(fault);

  const original = readStack(ROOT, stack);
  const folder = new RehearsalFolder(ROOT, stack);
  try {
    if (options.forget) folder.forget();
    else await run(options, original, folder, cli.path, stopped);
  } finally {
    folder.close();
  }
}

async function run(
  options: RehearsalOptions,
  original: OriginalStack,
  folder: RehearsalFolder,
  cli: string,
  stopped: Promise<'stopped'>,
): Promise<void> {
  const { stack, destroy, json, port } = options;
  if (!destroy) await assertPortIsFree(port, 'npm run rehearse');
  let environment: NodeJS.ProcessEnv = {};
  const standIns = await startStandIns(
    folder.path,
    {
      cloudflareAccountId: original.accountId ?? REHEARSAL_ACCOUNT,
      cloudflareToken: REHEARSAL_TOKEN,
      zones: original.zones,
      state: folder.readClouds(),
    },
    () => environment,
  );
  try {
    const { clouds } = standIns;
    folder.keepClouds(clouds);
    const memory = openMemory(ROOT, `rehearsal-${stack}`);
    const project = await openProject({
      ...{ root: ROOT, folder: folder.path, stack, standIns, cli },
      copyStack: () =>
        copyStack(original, folder.path, stack, (path) => `sk-${memory.recall(path, 48)}`),
    });
    environment = project.environment;
    await addExistingAccounts(clouds.azure, project.copy.config);
    const command = destroy ? 'destroy' : 'up';
    const code = await project.run(command, json ? 'stderr' : 'stdout');
    if (code !== 0) {
      const end = await Promise.race([stopped, Promise.resolve('failed' as const)]);
      if (end === 'stopped') throw new UserError('Interrupted. Run the command again to go on.');
      throw new UserError(
        `pulumi ${command} failed. Nothing was touched outside of this machine. Correct the stack's file and run the command again; if the rehearsal itself is in the way, \`npm run rehearse -- --stack ${stack} --forget\` deletes it.`,
      );
    }
    if (destroy) finish(clouds, folder);
    else await serve(clouds, folder, options, project.environment, stopped);
  } finally {
    await standIns.close();
  }
}

/** Serves the gateway until somebody stops it. */
async function serve(
  clouds: Clouds,
  folder: RehearsalFolder,
  { port, stack, json }: RehearsalOptions,
  environment: NodeJS.ProcessEnv,
  stopped: Promise<'stopped'>,
): Promise<void> {
  const plan = planRehearsal(clouds, folder.path);
  if (plan === undefined) throw new Error('pulumi up uploaded no Worker');
  const issuer = readConfig(plan.script).entra?.issuer;
  let gateway: URL | undefined;
  const azure = await startAzure({
    accounts: plan.accounts ?? [],
    pace: 'interval-ms=30; longest-ms=10000',
    ...(plan.tenant && {
      entra: {
        ...plan.tenant,
        issuerOrigin: (asked) => (asked === issuer ? gateway : undefined),
      },
    }),
  });
  const ledger = openLocalLedger(plan.script, join(folder.path, 'ledger'));
  try {
    const running = await startWorkerd({
      script: plan.script,
      outbound: { kind: 'server', origin: new URL(azure.url) },
      ledgerFolder: ledger.folder,
      port,
      onLog: (line) => {
        console.error(line);
      },
    });
    gateway = new URL(running.url);
    const forget = leaveForDoctor(folder.path, clouds, environment, running.url);
    const url = `${running.url}/v1`;
    const show = json ? console.error : console.log;
    const showAll = `stop this one, then npm run rehearse --silent -- --stack ${stack} --json`;
    show(describeUse(url, plan, 'a stand-in on this machine', showAll, ledger.note));
    show(`Check it with: npm run doctor -- --stack ${stack} --rehearsal`);
    if (json) console.log(JSON.stringify({ url, models: plan.models, users: plan.users }));
    await Promise.race([running.exited, stopped]);
    forget();
    await running.stop();
  } finally {
    ledger.close();
    await azure.close();
  }
}

function finish(clouds: Clouds, folder: RehearsalFolder): void {
  const { workers, domains } = clouds.cloudflare.state;
  console.log(
    `\nLeft at the clouds: ${workers.length} Workers, ${domains.length} custom domains, ${clouds.azure.state.softDeleted.length} deleted accounts that Azure keeps for 48 hours. The rehearsal is over.`,
  );
  folder.forget();
}

// One running gateway: workerd, what its users have spent, and the stand-in for Azure.
import { join } from 'node:path';
import { startAzure, type AzureStandIn } from '../azure-stand-in/server.ts';
import { openLocalLedger } from './ledger-storage.ts';
import type { Plan } from './plan.ts';
import { portInUse } from './port.ts';
import { readConfig } from './stack/read-config.ts';
import { startWorkerd, type RunningWorker } from './workerd/workerd.ts';

/** Where and how it runs. */
export interface GatewayOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Send every Azure host here; undefined: to the stand-in, or to Azure itself. */
  readonly azure: URL | undefined;
  /** Absolute path of the folder with what its users have spent. */
  readonly ledgerFolder: string;
}

export interface RunningGateway {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** Where requests for Azure go, in words. */
  readonly azure: string;
  /** What users should know about the ledger; undefined: there is none. */
  readonly ledgerNote: string | undefined;
  /** workerd's exit code. */
  readonly exited: Promise<number | null>;
  /** Ends it at once. */
  stop(): Promise<void>;
  /** Lets running answers finish. */
  drain(): Promise<void>;
}

/** How long running answers may continue when a changed gateway is to take over. */
const DRAIN_MS = 5000;

/** @throws UserError when the port is in use */
export async function startGateway(plan: Plan, options: GatewayOptions): Promise<RunningGateway> {
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
  const ledger = openLocalLedger(plan.script, options.ledgerFolder);
  let released: Promise<void> | undefined;
  // A gateway may be stopped while it drains.
  const release = () => {
    released ??= (async () => {
      ledger.close();
      await standIn?.close();
    })();
    return released;
  };
  try {
    const worker = await startWorker(plan, options, standIn, ledger.folder);
    gateway = new URL(worker.url);
    return {
      origin: worker.url,
      port: Number(gateway.port),
      azure:
        options.azure?.origin ??
        (standIn === undefined ? 'the resource in RESOURCE_NAME' : 'a stand-in on this machine'),
      ledgerNote: ledger.note,
      exited: worker.exited,
      async stop() {
        await worker.stop();
        await release();
      },
      async drain() {
        await worker.drain(DRAIN_MS);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function startWorker(
  plan: Plan,
  { port, azure }: GatewayOptions,
  standIn: AzureStandIn | undefined,
  ledgerFolder: string | undefined,
): Promise<RunningWorker> {
  const origin = azure ?? (standIn === undefined ? undefined : new URL(standIn.url));
  try {
    return await startWorkerd({
      script: plan.script,
      outbound: origin === undefined ? { kind: 'internet' } : { kind: 'server', origin },
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

/** Where the gateway of a stack, or of variables, keeps what its users have spent. */
export function ledgerFolderOf(root: string, name: string): string {
  return join(root, '.local', name, 'ledger');
}

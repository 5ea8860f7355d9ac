// What the container runs: the bundle in workerd, configured by variables. Standard output contains only
// the Worker's log, one line of JSON per request.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER } from '../infra/cloudflare/ledger-runtime.ts';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../infra/cloudflare/worker-runtime.ts';
import { PAGE_FILES } from '../worker/contract/page-files.ts';
import { untilStopped } from '../command-line/until-stopped.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { findIgnored } from '../command-line/worker-variables.ts';
import { openLedgerFolder } from '../local/workerd/ledger-folder.ts';
import type { LedgerScript } from '../local/workerd/worker-script.ts';
import { startWorkerd, type RunningWorker } from '../local/workerd/workerd.ts';
import { readEnvironment, type ContainerSettings } from './environment.ts';

try {
  await run();
} catch (error) {
  report(error);
}

async function run(): Promise<void> {
  const stopped = untilStopped();
  for (const line of findIgnored(process.env)) console.error(line);
  const settings = readEnvironment(process.env);
  if (!settings.ok) {
    const faults = settings.error.map((fault) => `  ${fault}`);
    throw new UserError(['The gateway does not start with these variables:', ...faults].join('\n'));
  }
  const ledgerFolder = openLedger(settings.value);
  const worker = await start(settings.value, ledgerFolder);
  const { models, callersBringKey, address, graceMs } = settings.value;
  const port = new URL(worker.url).port;
  const access = callersBringKey
    ? ". There are no users: callers' keys are passed on to Azure"
    : '';
  console.error(`Listening on ${address}, port ${port}. Models: ${models.join(', ')}${access}`);

  const ended = await Promise.race([worker.exited, stopped]);
  if (ended !== 'stopped') {
    throw new UserError(`workerd ended unexpectedly (exit code ${ended ?? 'none'}).`);
  }
  const inTime = await worker.drain(graceMs);
  console.error(
    inTime
      ? 'Stopped.'
      : `Stopped. Answers that took more than ${graceMs / 1000} s were cut off (STOP_GRACE_SECONDS).`,
  );
}

/**
 * Locks the folder until this process ends.
 *
 * @returns undefined where what users spend is not kept
 */
function openLedger({ ledgerFolder }: ContainerSettings): string | undefined {
  if (ledgerFolder === undefined) return undefined;
  const opened = openLedgerFolder(ledgerFolder);
  if (opened === 'in use') {
    throw new UserError(
      `Another gateway counts in ${ledgerFolder}. Stop it first, or give this one a folder of its own with LEDGER_DIR.`,
    );
  }
  if (opened !== 'not writable') return opened.path;
  console.error(
    `WARNING: ${ledgerFolder} is not writable for this process, so what users spend is not kept: every restart sets all budgets to 0. Mount a volume there that user ${process.getuid?.() ?? ''} may write to, or set LEDGER_DIR.`,
  );
  return undefined;
}

async function start(
  settings: ContainerSettings,
  ledgerFolder: string | undefined,
): Promise<RunningWorker> {
  const contentFile = findBundle('dist/worker.js');
  const { bindings, signingKey, address, port, azure } = settings;
  try {
    return await startWorkerd({
      script: {
        contentFile,
        mainModule: MAIN_MODULE,
        files: PAGE_FILES.map((name) => ({ name, contentFile: findBundle(`dist/${name}`) })),
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: COMPATIBILITY_FLAGS,
        bindings: Object.entries(bindings).map(([name, text]) => ({ name, text })),
        ledgers: settings.ledgerFolder === undefined ? [] : [ledgerScript()],
        keys: signingKey === undefined ? [] : [{ name: 'ENTRA_KEY', pkcs8: signingKey }],
      },
      outbound: azure === undefined ? { kind: 'internet' } : { kind: 'server', origin: azure },
      ledgerFolder,
      address,
      port,
      onLog: (line, from) => {
        (from === 'stdout' ? console.log : console.error)(line);
      },
    });
  } catch (error) {
    throw new UserError(explain(error, settings), { cause: error });
  }
}

function ledgerScript(): LedgerScript {
  return {
    ...LEDGER,
    binding: 'LEDGER',
    name: 'ledger',
    contentFile: findBundle('dist/ledger.js'),
  };
}

function findBundle(name: string): string {
  const file = join(import.meta.dirname, '..', name);
  if (existsSync(file)) return file;
  throw new UserError(`${name} is missing. Create it with npm run build.`);
}

function explain(error: unknown, { address, port }: ContainerSettings): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/address already in use/i.test(message)) {
    return `Port ${port} of ${address} is in use. Set PORT to another one.`;
  }
  if (/no CA certificates/i.test(message)) {
    return 'This system has no CA certificates, so the identity of Azure cannot be verified. Install the package ca-certificates, or set SSL_CERT_FILE.';
  }
  return `workerd could not start: ${message}`;
}

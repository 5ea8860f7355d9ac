// What the container runs: the bundle in workerd, configured by variables. Standard output contains only
// the Worker's log, one line of JSON per request.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../infra/cloudflare/worker-runtime.ts';
import { untilStopped } from '../command-line/until-stopped.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { startWorkerd, type RunningWorker } from '../local/workerd/workerd.ts';
import { findIgnored, readEnvironment, type ContainerSettings } from './environment.ts';

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
  const worker = await start(settings.value);
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

async function start(settings: ContainerSettings): Promise<RunningWorker> {
  const contentFile = join(import.meta.dirname, '../dist/worker.js');
  if (!existsSync(contentFile)) {
    throw new UserError('dist/worker.js is missing. Create it with npm run build.');
  }
  const { bindings, signingKey, address, port, azure } = settings;
  try {
    return await startWorkerd({
      script: {
        contentFile,
        mainModule: MAIN_MODULE,
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: COMPATIBILITY_FLAGS,
        bindings: Object.entries(bindings).map(([name, text]) => ({ name, text })),
        keys: signingKey === undefined ? [] : [{ name: 'ENTRA_KEY', pkcs8: signingKey }],
      },
      outbound: azure === undefined ? { kind: 'internet' } : { kind: 'server', origin: azure },
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

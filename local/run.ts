// Runs the gateway until it is stopped; with --watch, a changed one takes its place.
import { UserError } from '../command-line/user-error.ts';
import { describeResources, describeUse } from './describe.ts';
import { describeChange } from './evaluation/describe-change.ts';
import { startPlanning, type Outcome } from './evaluation/planning.ts';
import { watchFiles, type FileWatch } from './evaluation/watch-files.ts';
import { ledgerFolderOf, startGateway, type RunningGateway } from './gateway.ts';
import type { StartOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { startProgress, type Progress } from './progress.ts';
import type { Source } from './variables/choose-source.ts';

export interface RunOptions extends StartOptions {
  /** The project's folder. */
  readonly root: string;
  readonly source: Source;
  readonly stopped: Promise<'stopped'>;
}

/** Something that happens while a gateway runs. */
type Event = 'stopped' | 'changed' | { readonly exitCode: number | null };

/** @throws UserError that says what to fix; a fault in a later version of a file is only printed */
export async function run(options: RunOptions, progress: Progress): Promise<void> {
  const { root, source, stopped } = options;
  const watch = options.watch ? watchFiles(root, filesOf(source)) : undefined;
  try {
    const outcome = await plan(options, progress, stopped);
    if (outcome === 'stopped') return;
    const first = planOf(outcome);
    progress.step('Starting workerd …');
    const gateway = await startGateway(first, { ...gatewayOptions(options), port: options.port });
    progress.step('Ready.');
    announce(first, options, gateway);
    await keepRunning(options, { plan: first, gateway }, watch);
  } finally {
    watch?.close();
  }
}

interface Current {
  readonly plan: Plan;
  readonly gateway: RunningGateway;
}

async function keepRunning(
  options: RunOptions,
  first: Current,
  watch: FileWatch | undefined,
): Promise<void> {
  const { stopped } = options;
  let current = first;
  try {
    let change = watch?.next();
    for (;;) {
      const event = await Promise.race([stopped, exitOf(current.gateway), ...asChange(change)]);
      if (event === 'stopped') return;
      if (event !== 'changed') throw endedUnexpectedly(event.exitCode);
      const names = (await change) ?? [];
      change = watch?.next();
      const progress = startProgress(show);
      progress.step(`${names.join(', ')} changed. Evaluating the program again …`);
      const outcome = await plan(options, progress, Promise.race([stopped, ...asChange(change)]));
      // The next round deals with that.
      if (outcome === 'stopped' || outcome === 'changed') continue;
      current = await replace(options, current, outcome, progress);
    }
  } finally {
    await current.gateway.stop();
  }
}

/** The changed gateway in place of the old one, or the old one where there is none. */
async function replace(
  options: RunOptions,
  current: Current,
  outcome: Outcome,
  progress: Progress,
): Promise<Current> {
  if (outcome.kind !== 'plan') {
    progress.note(`${outcome.message}\nThe gateway runs on as it was.`);
    return current;
  }
  const change = describeChange(current.plan, outcome.plan);
  if (change === undefined) {
    progress.step('Nothing changed for the gateway. It runs on.');
    return current;
  }
  // The old one first: both would listen on one port and count in one folder.
  const end = await Promise.race([current.gateway.drain(), options.stopped]);
  if (end === 'stopped') return current;
  const { port } = current.gateway;
  const gateway = await startGateway(outcome.plan, { ...gatewayOptions(options), port });
  progress.step(`Changed: ${change}. ${gateway.origin}/v1 serves it.`);
  return { plan: outcome.plan, gateway };
}

/** Plans a start, unless something else comes before it is done. */
async function plan<Interruption extends 'stopped' | 'changed'>(
  { root, source }: RunOptions,
  progress: Progress,
  interruption: Promise<Interruption>,
): Promise<Outcome | Interruption> {
  const planning = startPlanning({ root, source }, (text) => {
    progress.step(text);
  });
  try {
    return await Promise.race([planning.outcome, interruption]);
  } finally {
    await planning.cancel();
  }
}

function planOf(outcome: Outcome): Plan {
  if (outcome.kind === 'plan') return outcome.plan;
  throw outcome.kind === 'fault' ? new UserError(outcome.message) : new Error(outcome.message);
}

function exitOf({ exited }: RunningGateway): Promise<Event> {
  return exited.then((exitCode) => ({ exitCode }));
}

function asChange(change: Promise<readonly string[]> | undefined): readonly Promise<'changed'>[] {
  return change === undefined ? [] : [change.then(() => 'changed' as const)];
}

function endedUnexpectedly(exitCode: number | null): UserError {
  return new UserError(`workerd ended unexpectedly (exit code ${exitCode ?? 'none'}).`);
}

/** The files that decide what the program declares. */
function filesOf(source: Source): readonly string[] {
  if (source.kind === 'variables') return [];
  return ['Pulumi.yaml', `Pulumi.${source.stack}.yaml`, `users.${source.stack}.yaml`];
}

function gatewayOptions({ root, source, azure }: RunOptions) {
  const name = source.kind === 'stack' ? source.stack : 'seed';
  return { azure, ledgerFolder: ledgerFolderOf(root, name) };
}

function announce(
  plan: Plan,
  { source, json, watch }: RunOptions,
  { origin, azure, ledgerNote }: RunningGateway,
): void {
  const write = json ? console.error : console.log;
  const url = `${origin}/v1`;
  let stackOption = '';
  if (source.kind === 'stack') {
    write(`\`pulumi up\` would create, for the stack ${source.stack}:\n`);
    write(describeResources(plan.urns, source.stack));
    if (source.stack !== 'dev') stackOption = ` --stack ${source.stack}`;
  }
  const showAll = `npm start --silent --${stackOption} --json --port 0`;
  write(describeUse(url, plan, azure, showAll, ledgerNote));
  if (watch) write('Watching the files of the stack. Save one to run the changed gateway.\n');
  if (json) console.log(JSON.stringify({ url, models: plan.models, users: plan.users }));
}

function show(line: string): void {
  console.error(line);
}

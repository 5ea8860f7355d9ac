// `npm start`: runs the gateway on this machine, without any cloud account. What is imported here is light:
// the first line comes before everything that takes time.
import { dirname, join } from 'node:path';
import { untilStopped } from '../command-line/until-stopped.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { HELP, parseOptions, type StartOptions } from './options.ts';
import { assertPortIsFree } from './port.ts';
import { startProgress } from './progress.ts';
import { chooseSource, type Source } from './variables/choose-source.ts';
import { readEnvFile } from './variables/env-file.ts';

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
  await assertPortIsFree(options.port, 'npm start');
  const { source, azure, notes } = chooseSource(
    options.stack,
    process.env,
    readEnvFile(join(root, '.env')),
  );
  if (options.watch && source.kind === 'variables') {
    throw new UserError(
      '--watch reads the files of a stack again, and these variables are used in place of one. Name the stack too: npm start -- --stack dev --watch',
    );
  }
  const progress = startProgress((line) => {
    console.error(line);
  });
  for (const note of notes) progress.note(note);
  progress.step(firstStep(source));
  const { run } = await import('./run.ts');
  await run({ ...options, azure: options.azure ?? azure, root, source, stopped }, progress);
}

function firstStep(source: Source): string {
  if (source.kind === 'variables') return 'Reading the variables …';
  const { stack } = source;
  return `Evaluating the program for stack ${stack} (Pulumi.${stack}.yaml) …`;
}

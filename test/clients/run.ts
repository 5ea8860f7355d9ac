// `npm run test:clients`: real clients, from their registries, against the bundle in workerd.
import '../support/end-with-run.ts';
import { writeFile } from 'node:fs/promises';
import { report } from '../../command-line/user-error.ts';
import { exitOnSignal } from '../support/exit-on-signal.ts';
import type { ClientResult } from './client.ts';
import { CLIENTS } from './clients.ts';
import { ROOT } from './folders.ts';
import { HELP, parseOptions, type ClientOptions } from './options.ts';
import { allPassed, checkLine, summaryTable } from './report.ts';
import { runClient } from './run-client.ts';

try {
  const options = parseOptions(
    process.argv.slice(2),
    CLIENTS.map(({ name }) => name),
  );
  if (options.help) console.log(HELP);
  else if (options.list) console.log(CLIENTS.map(({ name }) => name).join('\n'));
  else await run(options);
} catch (error) {
  report(error);
}

async function run({ only, json }: ClientOptions): Promise<void> {
  exitOnSignal();
  process.chdir(ROOT);
  const chosen = CLIENTS.filter(
    ({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)),
  );
  const results: ClientResult[] = [];
  for (const client of chosen) {
    const result = await runClient(client, (check) => {
      console.log(checkLine(client, check));
    });
    if (result.leftOut !== undefined) console.log(`left out ${client.name}: ${result.leftOut}`);
    results.push(result);
  }
  console.log(`\n${summaryTable(results)}`);
  if (json !== undefined) await writeFile(json, JSON.stringify(results, null, 2));
  if (!allPassed(results)) process.exitCode = 1;
}

// `npm run fuzz`: runs a campaign, prints what it did and found, and sets the exit code.
import { report } from '../../command-line/user-error.ts';
import { exitOnSignal } from '../support/exit-on-signal.ts';
import { runCampaign, type Campaign } from './campaign.ts';
import { HELP, parseOptions, type FuzzOptions } from './options.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await fuzz(options);
} catch (error) {
  report(error);
}

async function fuzz({ seed, count, index }: FuzzOptions): Promise<void> {
  exitOnSignal();
  console.log(`${count} requests from seed ${seed}`);
  const startMs = performance.now();
  const onProgress = (done: number) => {
    if (done % 10_000 === 0) process.stderr.write(`${done} … `);
  };
  const campaign = await runCampaign({ seed, count, from: index, onProgress });
  process.stderr.write('\n');
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  console.log(`${summary(campaign)}, ${seconds} s`);
  for (const finding of campaign.findings) console.error(`\n${finding}`);
  if (campaign.findings.length > 0) process.exitCode = 1;
}

function summary({ requests, calls, logLines, statuses, findings }: Campaign): string {
  const counts = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status || 'none'}: ${count}`);
  return `${counts.join('\n')}\n${requests} requests, ${calls} of them at Azure, ${logLines} log lines, ${findings.length} findings`;
}

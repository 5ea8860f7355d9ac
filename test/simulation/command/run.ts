// `npm run simulate`: runs it, prints the invariants and sets the exit code.
import { writeFile } from 'node:fs/promises';
import { report } from '../../../command-line/user-error.ts';
import type { Report } from '../report.ts';
import { HELP, parseOptions, type SimulateCommand } from './options.ts';

/** What is compiled with the types of the Worker's runtime, and not with Node's. */
interface Simulation {
  readonly runCampaign: (firstSeed: number, runs: number) => Promise<Report>;
}
interface Pictures {
  readonly drawPictures: () => Promise<ReadonlyMap<string, string>>;
}

const PICTURES = new URL('../../../docs/pictures/', import.meta.url);

try {
  const command = parseOptions(process.argv.slice(2));
  if (command.help) console.log(HELP);
  else await run(command);
} catch (error) {
  report(error);
}

async function run({ seed, runs, pictures }: SimulateCommand): Promise<void> {
  const { runCampaign } = (await load('../campaign.ts')) as Simulation;
  console.log(`${runs} runs from seed ${seed} on`);
  const { tallies, findings } = await runCampaign(seed, runs);
  for (const { name, words, judged } of tallies) {
    const broken = findings.filter(({ invariant }) => invariant === name).length;
    console.log(`${name.padEnd(21)} ${broken} broken, ${judged} judged. ${words}`);
  }
  for (const { seed: found, invariant, found: what, scenario } of findings) {
    console.error(`seed ${found}, ${invariant}: ${what}\n  smallest scenario: ${scenario}`);
  }
  if (findings.length > 0) process.exitCode = 1;
  if (pictures) await draw();
}

async function draw(): Promise<void> {
  const { drawPictures } = (await load('../pictures.ts')) as Pictures;
  for (const [name, svg] of await drawPictures()) {
    await writeFile(new URL(name, PICTURES), svg);
    console.log(`docs/pictures/${name}`);
  }
}

function load(path: string): Promise<unknown> {
  return import(new URL(path, import.meta.url).href);
}

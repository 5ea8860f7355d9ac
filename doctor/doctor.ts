// `npm run doctor`: whether everything is in order, from this machine to the models' answers.
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { report } from '../command-line/user-error.ts';
import { ALL_CHECKS, GATEWAY_ONLY } from './all-checks.ts';
import { machineAddress } from './context/addresses.ts';
import type { Check, Line } from './check.ts';
import { openContext, type DoctorOptions } from './context/context.ts';
import { HELP, parseOptions, type DoctorCommand } from './options.ts';
import { readRehearsal } from './rehearsed.ts';
import { isSound, toJson, toMarkdown } from './report/for-machines.ts';
import { mayColour, showLine, showSum } from './report/text.ts';
import { runChecks } from './run-checks.ts';
import { waitForLines } from './wait.ts';

const ROOT = dirname(import.meta.dirname);

/** A reasoning model may think for a while before it answers even this. */
const DEADLINE_MS = 60_000;

const WRONG_OPTIONS = 2;

const command = readCommand();
if (command?.help === true) console.log(HELP);
else if (command !== undefined) {
  try {
    process.exitCode = (await examine(command)) ? 0 : 1;
  } catch (error) {
    report(error);
  }
}

function readCommand(): DoctorCommand | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    report(error);
    process.exitCode = WRONG_OPTIONS;
    return undefined;
  }
}

/** Prints the report. @returns whether nothing failed */
async function examine(command: DoctorCommand): Promise<boolean> {
  const { format, images, wait } = command;
  const where = findOut(command);
  const checks = where.addresses.withoutStack === true ? GATEWAY_ONLY : ALL_CHECKS;
  const inColour = mayColour(process.stdout.isTTY, process.env);
  const shown = new Map<string, string>();
  const run = async (some: readonly Check[]) => {
    // What an earlier run has found does not hold any more.
    const context = openContext({
      ...where,
      root: ROOT,
      images,
      now: Date.now,
      deadline: () => AbortSignal.timeout(DEADLINE_MS),
    });
    const found: Line[] = [];
    for await (const line of runChecks(some, context)) {
      found.push(line);
      const text = showLine(line, inColour);
      if (format === 'text' && shown.get(line.id) !== text) console.log(text);
      shown.set(line.id, text);
    }
    return found;
  };
  const lines = await waitForLines(await run(checks), checks, run, {
    minutes: wait,
    now: Date.now,
    pause: (milliseconds) => setTimeout(milliseconds),
    say: console.error,
  });
  if (format === 'text') console.log(`\n${showSum(lines)}`);
  else console.log(format === 'json' ? toJson(lines) : toMarkdown(lines));
  return isSound(lines);
}

type Where = Pick<DoctorOptions, 'project' | 'stack' | 'env' | 'addresses'>;

/** @throws UserError where the rehearsal does not run */
function findOut({ stack, url, rehearsal }: DoctorCommand): Where {
  const { env } = process;
  if (rehearsal) {
    const name = stack ?? 'dev';
    return { stack: name, ...readRehearsal(ROOT, name, env) };
  }
  const withoutStack = url !== undefined && stack === undefined;
  return {
    project: ROOT,
    stack,
    env,
    addresses: { machine: machineAddress(env), gateway: url, withoutStack },
  };
}

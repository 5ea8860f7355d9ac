import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { cliFault, findPulumi } from './pulumi-cli/installation/find-cli.ts';
import { BROWSER_MISSING, findBrowser } from './test/page/support/find-browser.ts';
import { LongestFirst } from './test/support/longest-first.ts';

/** Tests that are long by nature: `npm run test:slow`. */
const SLOW = ['fuzz', 'simulation', 'soak', 'slow', 'template'];

// A hung test must end the run with its name; no test's result depends on how long it takes.
const TIMEOUT_MS = 60_000;

const ALL = ['test/**/*.test.ts'];

/** Tests under Pulumi's real engine. */
const ENGINE = ['engine'];
const engineFault = await findEngineFault();
if (engineFault !== undefined && process.argv.includes('engine')) {
  console.warn(`The tests of test/engine are left out: ${engineFault}`);
}

/** Why Pulumi's CLI cannot be used; undefined if it can. */
async function findEngineFault(): Promise<string | undefined> {
  const cli = await findPulumi(process.env);
  if (cli !== undefined) return cliFault(cli);
  return "Pulumi's CLI is not on PATH. Install it, or run `npm run engine:build` (Go 1.26).";
}

/** Tests in a real browser. */
const BROWSER = ['page'];
const hasBrowser = (await findBrowser(process.env)) !== undefined;
if (!hasBrowser && process.argv.includes('browser')) {
  console.warn(`The tests of test/page are left out: ${BROWSER_MISSING}`);
}

function testsIn(folders: readonly string[]): string[] {
  return folders.map((folder) => `test/${folder}/**/*.test.ts`);
}

export default defineConfig({
  test: {
    projects: [
      // Files that run in the same process share its loaded modules, which saves a quarter of the CPU time.
      {
        extends: true,
        test: {
          name: 'fast',
          include: ALL,
          exclude: testsIn([...SLOW, ...ENGINE, ...BROWSER]),
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          include: engineFault === undefined ? testsIn(ENGINE) : [],
          // Each step is a run of the CLI, and a hook may make several.
          testTimeout: 5 * TIMEOUT_MS,
          hookTimeout: 5 * TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: hasBrowser ? testsIn(BROWSER) : [],
          testTimeout: 5 * TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: { name: 'slow', include: testsIn(SLOW), testTimeout: 10 * TIMEOUT_MS },
      },
    ],
    sequence: { sequencer: LongestFirst },
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    // One more than there are cores, because some tests wait. vitest's default is one fewer.
    maxWorkers: availableParallelism() + 1,
    // V8 may abort when it drops optimized code that is inside one of Node's fast calls ("Lazy deopt
    // after a fast API call"); seen once in Buffer.from(), in Node 26.10.
    execArgv: ['--no-turbo-fast-api-calls'],
    globalSetup: ['test/support/compile-cache.ts'],
    setupFiles: ['test/support/end-with-run.ts'],
  },
});

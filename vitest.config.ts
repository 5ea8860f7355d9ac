import { defineConfig } from 'vitest/config';

/** Tests of one process: they share loaded modules, which halves their time. */
const IN_PROCESS = [
  'azure-stand-in',
  'bench',
  'ci',
  'docs',
  'hazards',
  'infra',
  'runner',
  'worker',
];

/** Tests that start other processes. Each file has a process of its own. */
const PROCESSES = ['bundle', 'container', 'local', 'migrate', 'support'];

/** Tests that are long by nature: `npm run test:slow`. */
const SLOW = ['fuzz', 'soak', 'slow', 'template'];

function project(name: string, folders: readonly string[], isolate: boolean) {
  return {
    extends: true as const,
    test: { name, isolate, include: folders.map((folder) => `test/${folder}/**/*.test.ts`) },
  };
}

export default defineConfig({
  test: {
    projects: [
      project('in-process', IN_PROCESS, false),
      project('processes', PROCESSES, true),
      project('slow', SLOW, true),
    ],
    // V8 may abort when it drops optimized code that is inside one of Node's fast calls ("Lazy deopt
    // after a fast API call"); seen once in Buffer.from(), in Node 26.10.
    execArgv: ['--no-turbo-fast-api-calls'],
    globalSetup: ['test/support/compile-cache.ts'],
    setupFiles: ['test/support/end-with-run.ts'],
    // A hung test must end the run with its name; no test's result depends on how long it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

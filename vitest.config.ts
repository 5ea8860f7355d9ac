import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // V8 may abort when it drops optimized code that is inside one of Node's fast calls ("Lazy deopt
    // after a fast API call"); seen once in Buffer.from(), in Node 26.10.
    execArgv: ['--no-turbo-fast-api-calls'],
    globalSetup: ['test/support/compile-cache.ts'],
    // A hung test must end the run with its name; no test's result depends on how long it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

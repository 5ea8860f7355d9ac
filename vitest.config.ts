import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/compile-cache.ts'],
    // A hung test must end the run with its name; no test's result depends on how long it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

const minuteMs = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,tests}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          exclude: ['tests/e2e/**'],
          globalSetup: ['tests/setup/build-workers.ts'],
          // A busy machine is no failure; what hangs still ends.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/setup/package-app.ts'],
          // One app at a time: each has a window, an engine and the processor to itself.
          fileParallelism: false,
          testTimeout: 3 * minuteMs,
          hookTimeout: 3 * minuteMs,
        },
      },
    ],
  },
});

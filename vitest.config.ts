import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const minuteMs = 60_000;

/** Tests of the whole engine, which must pass in every way of running. */
const engineTests = [
  'electron/engine/*.test.ts',
  'tests/kill/{random-kills,crashing-page,paused-run}.test.ts',
  'tests/identity/run.test.ts',
];
/** With hosts that hang for seconds each, one request at a time would take too long. */
const hostileTests = ['tests/hostile/{hostile,mixed-job,poisoned-connection}.test.ts'];

export default defineConfig({
  assetsInclude: ['**/*.wasm'],
  test: {
    // A condition that a test waits for may take its time on a busy machine.
    expect: { poll: { timeout: minuteMs } },
    // Most tests wait for a server or a process: on two cores, one test at a time would leave the cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,tests}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          exclude: ['tests/e2e/**'],
          globalSetup: ['tests/setup/own-temp-folder.ts', 'tests/setup/build-workers.ts'],
          // Long enough for a busy machine; a test that hangs still ends.
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
        },
      },
      ...(['sequential', 'threads', 'processes'] as const).map((way) => ({
        extends: true as const,
        test: {
          name: way,
          include: way === 'sequential' ? engineTests : [...engineTests, ...hostileTests],
          env: { TRAWL_TEST_WAY: way },
          globalSetup: ['tests/setup/own-temp-folder.ts', 'tests/setup/build-workers.ts'],
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
        },
      })),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/setup/own-temp-folder.ts', 'tests/setup/package-app.ts'],
          // One app at a time: each has a window, an engine and the processor to itself.
          fileParallelism: false,
          testTimeout: 3 * minuteMs,
          hookTimeout: 3 * minuteMs,
        },
      },
    ],
  },
});

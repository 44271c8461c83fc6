import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** `npm test`: everything that needs no JVM. Live specifications run on the bundled broker. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/kafka/**'],
    globalSetup: ['test/support/build.ts'],
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } }, // a poll that starts a process needs more than the default second
    pool: 'forks',
    maxWorkers: '100%', // on two cores vitest would take one
    sequence: { sequencer: LongestFirst },
    execArgv: ['--disable-warning=TimeoutNegativeWarning'], // kafkajs 2.2.4 on Node 24, harmless
  },
});

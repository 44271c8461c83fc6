import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** `npm run test:kafka`: the live specifications on a real Apache Kafka, and Kafka's own tools on the bundled broker. Needs Java 17 and Maven. */
export default defineConfig({
  test: {
    include: ['test/kafka/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', 'test/support/kafka/desk.ts'],
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } }, // a poll that starts a process needs more than the default second
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // the clusters are shared, so only live-3-nodes.test.ts may kill a node of its one
  },
});

import { defineConfig } from 'vitest/config';

/** `npm run test:kafka`: the live specifications on a real Apache Kafka, and Kafka's own tools on the bundled broker. Needs Java 17 and Maven. */
export default defineConfig({
  test: {
    include: ['test/kafka/**/*.test.ts'],
    globalSetup: ['test/support/kafka/desk.ts'],
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false, // one spec file may kill a node of the cluster that another uses; and two cores are soon full of JVMs
  },
});

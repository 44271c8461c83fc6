import { defineConfig } from 'vitest/config';

/** `npm test`: everything that needs no JVM. Live specifications run on the bundled broker. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/kafka/**'],
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    execArgv: ['--disable-warning=TimeoutNegativeWarning'], // kafkajs 2.2.4 on Node 24, harmless
  },
});

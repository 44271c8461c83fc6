/** The bundled broker for a test: a free port, a temporary directory, quick rebalances. */
import { startBroker } from '../../src/broker/index.ts';

type Options = NonNullable<Parameters<typeof startBroker>[0]>;
export type TestBroker = Awaited<ReturnType<typeof startBroker>>;

/** As `startBroker`, with the settings that test/support/kafka/properties.ts gives to Apache Kafka. Stop it in `afterAll`. */
export const startTestBroker = (options: Options = {}): Promise<TestBroker> =>
  startBroker({
    ...options,
    config: { 'num.partitions': '4', 'group.initial.rebalance.delay.ms': '0', ...options.config },
  });

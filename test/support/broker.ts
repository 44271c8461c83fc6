/** The bundled broker for a test: a free port, a temporary directory, quick rebalances. */
import { type BrokerOptions, type RunningBroker, startBroker } from '../../src/broker/index.ts';

/** As `startBroker`, with the settings that test/support/kafka/properties.ts gives to Apache Kafka. Stop it in `afterAll`. */
export const startTestBroker = (options: BrokerOptions = {}): Promise<RunningBroker> =>
  startBroker({
    log: (level, line) => {
      if (level === 'error') console.error(`broker: ${line}`); // a defect that clients only see as a closed connection
    },
    ...options,
    config: { 'num.partitions': '4', 'group.initial.rebalance.delay.ms': '0', ...options.config },
  });

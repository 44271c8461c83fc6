/** Acknowledgement latency: one record under way, acks=1. */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { acknowledge } from './load.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const RECORDS = 10_000;

export async function latencyLines(stage: Stage): Promise<Line[]> {
  const brokers = await stage.brokers();
  stage.note('ack latency');
  const once =
    ({ bootstrap }: Broker) =>
    () =>
      withTopic({ bootstrap }, 1, topic =>
        acknowledge({ bootstrap, topic, records: RECORDS, valueBytes: 100, config: { acks: '1' } }),
      );
  const contestants = { mq: once(brokers.mq), kafka: once(brokers.kafka) };
  await alternate(1, contestants);
  const { mq, kafka } = await alternate(stage.rounds, contestants);
  return (['p50Us', 'p99Us'] as const).map(which =>
    compare({
      what: `ack latency ${which.slice(0, 3)}, one under way`,
      unit: 'µs',
      mq: mq.map(each => each[which]),
      peer: APACHE_KAFKA,
      theirs: kafka.map(each => each[which]),
      ...(which === 'p50Us' ? { gate: { of: 'ratio' as const, atMost: 1 } } : {}),
    }),
  );
}

/** Produce throughput: one librdkafka producer, four partitions, until everything is acknowledged. */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { produce } from './load.ts';
import { cpuSeconds } from './processes.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const leaderOnly = { acks: '1' };
const idempotent = { 'enable.idempotence': 'true', acks: 'all' };

const cases = [
  { title: 'produce 100 B, acks=1', valueBytes: 100, records: 2_000_000, config: leaderOnly },
  { title: 'produce 1 KiB, acks=1', valueBytes: 1024, records: 400_000, config: leaderOnly },
  { title: 'produce 1 KiB, acks=all idempotent', valueBytes: 1024, records: 400_000, config: idempotent },
];

export async function produceLines(stage: Stage): Promise<Line[]> {
  const brokers = await stage.brokers();
  const lines: Line[] = [];
  for (const { title, records, valueBytes, config } of cases) {
    stage.note(title);
    const once = (broker: Broker) => async () =>
      withTopic(broker, 4, async topic => {
        const before = cpuSeconds(broker.pid);
        const seconds = await produce({ bootstrap: broker.bootstrap, topic, records, valueBytes, config });
        const gigabytes = (records * valueBytes) / 1e9;
        return { krecords: records / seconds / 1e3, cpuMs: ((cpuSeconds(broker.pid) - before) * 1e3) / gigabytes };
      });
    const contestants = { mq: once(brokers.mq), kafka: once(brokers.kafka) };
    await alternate(1, contestants); // Kafka's code is compiled as it runs
    const { mq, kafka } = await alternate(stage.rounds, contestants);
    lines.push(
      compare({
        what: title,
        unit: 'k records/s',
        mq: mq.map(each => each.krecords),
        peer: APACHE_KAFKA,
        theirs: kafka.map(each => each.krecords),
        gate: { of: 'ratio', atLeast: 0.8 },
      }),
      compare({
        what: '  processor time of the broker',
        unit: 'ms/GB',
        mq: mq.map(each => each.cpuMs),
        peer: APACHE_KAFKA,
        theirs: kafka.map(each => each.cpuMs),
      }),
    );
  }
  return lines;
}

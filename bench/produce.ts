/**
 * Produce throughput to four partitions, until everything is acknowledged: what one librdkafka producer gets through, which at 100 B is mostly
 * the client's own work, and what the broker takes when the requests were made beforehand.
 */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { produce, produceReadyMade } from './load.ts';
import { cpuSeconds } from './processes.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

interface Load {
  readonly records: number;
  readonly bytes: number;
  readonly seconds: number;
}

interface Case {
  readonly title: string;
  send(bootstrap: string, topic: string): Promise<Load>;
}

const leaderOnly = { acks: '1' };
const idempotent = { 'enable.idempotence': 'true', acks: 'all' };

const librdkafka = (records: number, valueBytes: number, config: Record<string, string>) => ({
  async send(bootstrap: string, topic: string): Promise<Load> {
    const seconds = await produce({ bootstrap, topic, records, valueBytes, config });
    return { records, bytes: records * valueBytes, seconds };
  },
});

const readyMade = (batchBytes: number, valueBytes: number, totalBytes: number) => ({
  send: (bootstrap: string, topic: string): Promise<Load> =>
    produceReadyMade({ bootstrap, topic, batchBytes, valueBytes, totalBytes }),
});

const cases: readonly Case[] = [
  { title: 'produce 100 B, acks=1', ...librdkafka(2_000_000, 100, leaderOnly) },
  { title: 'produce 1 KiB, acks=1', ...librdkafka(400_000, 1024, leaderOnly) },
  { title: 'produce 1 KiB, acks=all idempotent', ...librdkafka(400_000, 1024, idempotent) },
  { title: 'ready-made requests, 100 B in 16 KiB', ...readyMade(16_384, 100, 2e8) },
  { title: 'ready-made requests, 1 KiB in 900 KB', ...readyMade(900_000, 1024, 6e8) },
];

export async function produceLines(stage: Stage): Promise<Line[]> {
  const brokers = await stage.brokers();
  const lines: Line[] = [];
  for (const { title, send } of cases) {
    stage.note(title);
    const once = (broker: Broker) => () =>
      withTopic(broker, 4, async topic => {
        const before = cpuSeconds(broker.pid);
        const { records, bytes, seconds } = await send(broker.bootstrap, topic);
        const cpuMs = (cpuSeconds(broker.pid) - before) * 1e3;
        return { krecords: records / seconds / 1e3, cpuMsPerGB: cpuMs / (bytes / 1e9) };
      });
    const contestants = { mq: once(brokers.mq), kafka: once(brokers.kafka) };
    await alternate(1, contestants); // Kafka's code is compiled as it runs
    const { mq, kafka } = await alternate(stage.rounds, contestants);
    const line = (what: string, unit: string, which: 'krecords' | 'cpuMsPerGB') => ({
      what,
      unit,
      mq: mq.map(each => each[which]),
      peer: APACHE_KAFKA,
      theirs: kafka.map(each => each[which]),
    });
    lines.push(
      compare({ ...line(title, 'k records/s', 'krecords'), gate: { of: 'ratio', atLeast: 1 } }),
      compare(line('  processor time of the broker', 'ms/GB', 'cpuMsPerGB')),
    );
  }
  return lines;
}

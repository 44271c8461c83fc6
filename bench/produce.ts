/**
 * Produce throughput to four partitions, until everything is acknowledged: what one librdkafka producer gets through, which at 100 B is mostly
 * the client's own work, and what the broker takes when the requests were made beforehand.
 */
import { uniqueName } from '../test/support/live.ts';
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { produce, produceReadyMade } from './load.ts';
import { MOCK, startMock } from './mock.ts';
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
  /** Whether the mock takes part, to which the request has to be librdkafka's own. */
  readonly withMock?: boolean;
  send(bootstrap: string, topic: string): Promise<Load>;
}

const leaderOnly = { acks: '1' };
const lz4 = { 'compression.codec': 'lz4' };
const idempotent = { 'enable.idempotence': 'true', acks: 'all' };

/** `records` by each of so many producers at the same time. */
const librdkafka = (records: number, valueBytes: number, config: Record<string, string>, producers = 1) => ({
  async send(bootstrap: string, topic: string): Promise<Load> {
    const each = () => produce({ bootstrap, topic, records, valueBytes, config });
    const seconds = Math.max(...(await Promise.all(Array.from({ length: producers }, each))));
    return { records: records * producers, bytes: records * producers * valueBytes, seconds };
  },
});

const readyMade = (batchBytes: number, valueBytes: number, totalBytes: number) => ({
  send: (bootstrap: string, topic: string): Promise<Load> =>
    produceReadyMade({ bootstrap, topic, batchBytes, valueBytes, totalBytes }),
});

const cases: readonly Case[] = [
  { title: 'produce 100 B, acks=1', withMock: true, ...librdkafka(2_000_000, 100, leaderOnly) },
  { title: 'produce 100 B, acks=1, two producers', withMock: true, ...librdkafka(1_000_000, 100, leaderOnly, 2) },
  { title: 'produce 100 B, acks=all idempotent', ...librdkafka(2_000_000, 100, idempotent) },
  { title: 'produce 1 KiB, acks=1', withMock: true, ...librdkafka(400_000, 1024, leaderOnly) },
  { title: 'produce 1 KiB, acks=1, lz4', withMock: true, ...librdkafka(400_000, 1024, { ...leaderOnly, ...lz4 }) },
  { title: 'produce 1 KiB, acks=all idempotent', ...librdkafka(400_000, 1024, idempotent) },
  { title: 'ready-made requests, 100 B in 16 KiB', ...readyMade(16_384, 100, 2e8) },
  { title: 'ready-made requests, 1 KiB in 900 KB', ...readyMade(900_000, 1024, 6e8) },
];

export async function produceLines(stage: Stage): Promise<Line[]> {
  const brokers = await stage.brokers();
  const mock = await startMock();
  const lines: Line[] = [];
  for (const { title, withMock, send } of cases) {
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
      compare(line('· processor time of the broker', 'ms/GB', 'cpuMsPerGB')),
    );
    if (withMock) lines.push(await besideMock(stage, mock.bootstrap, brokers.mq, { title, send }));
  }
  await mock.stop();
  return lines;
}

async function besideMock(stage: Stage, bootstrap: string, broker: Broker, { title, send }: Case): Promise<Line> {
  const rate = ({ records, seconds }: Load) => records / seconds / 1e3;
  const { mq, mock } = await alternate(stage.rounds, {
    mq: () => withTopic(broker, 4, async topic => rate(await send(broker.bootstrap, topic))),
    mock: async () => rate(await send(bootstrap, uniqueName('bench'))),
  });
  const gate = { of: 'ratio', atLeast: 0.6 } as const;
  return compare({ what: title, unit: 'k records/s', mq, peer: MOCK, theirs: mock, gate });
}

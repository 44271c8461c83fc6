/**
 * Fetch throughput from a topic of four partitions, out of the page cache: to one librdkafka consumer, which is mostly the client's own
 * work, and to a client that looks at nothing, held against the socket itself.
 */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { fetch, fetchRaw, produce, throughLoopback } from './load.ts';
import { cpuSeconds } from './processes.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const cases = [
  { title: 'fetch 100 B', valueBytes: 100, records: 3_000_000 },
  { title: 'fetch 1 KiB', valueBytes: 1024, records: 600_000, rawBytes: 2e9 },
];

export async function fetchLines(stage: Stage): Promise<Line[]> {
  const { mq, kafka } = await stage.brokers();
  const lines: Line[] = [];
  for (const { title, records, valueBytes, rawBytes } of cases) {
    stage.note(title);
    const once = (broker: Broker, topic: string) => async () => {
      const before = cpuSeconds(broker.pid);
      const seconds = await fetch({ bootstrap: broker.bootstrap, topic, records });
      const gigabytes = (records * valueBytes) / 1e9;
      return { krecords: records / seconds / 1e3, cpuMs: ((cpuSeconds(broker.pid) - before) * 1e3) / gigabytes };
    };
    const filled = (broker: Broker, use: (topic: string) => Promise<void>) =>
      withTopic(broker, 4, async topic => {
        await produce({ bootstrap: broker.bootstrap, topic, records, valueBytes });
        await use(topic);
      });
    await filled(mq, ourTopic =>
      filled(kafka, async theirTopic => {
        const contestants = { mq: once(mq, ourTopic), kafka: once(kafka, theirTopic) };
        await alternate(1, contestants);
        const results = await alternate(stage.rounds, contestants);
        const both = { peer: APACHE_KAFKA };
        const krecords = { mq: results.mq.map(r => r.krecords), theirs: results.kafka.map(r => r.krecords) };
        const cpuMs = { mq: results.mq.map(r => r.cpuMs), theirs: results.kafka.map(r => r.cpuMs) };
        lines.push(
          compare({ ...both, ...krecords, what: title, unit: 'k records/s', gate: { of: 'ratio', atLeast: 0.9 } }),
          compare({ ...both, ...cpuMs, what: '· processor time of the broker', unit: 'ms/GB' }),
        );
        if (rawBytes === undefined) return;
        const raw = ({ bootstrap }: Broker, topic: string) => ({ bootstrap, topic, totalBytes: rawBytes });
        lines.push(...(await rawLines(stage, rawBytes, { mq: raw(mq, ourTopic), kafka: raw(kafka, theirTopic) })));
      }),
    );
  }
  return lines;
}

async function rawLines(
  stage: Stage,
  totalBytes: number,
  what: Record<'mq' | 'kafka', Parameters<typeof fetchRaw>[0]>,
): Promise<Line[]> {
  stage.note('raw fetch');
  const contestants = {
    mq: () => fetchRaw(what.mq),
    kafka: () => fetchRaw(what.kafka),
    loopback: () => throughLoopback(totalBytes),
  };
  await alternate(1, contestants);
  const results = await alternate(stage.rounds, contestants);
  const megabytes = (bytesPerSec: readonly number[]) => bytesPerSec.map(each => each / 1e6);
  const ours = { what: 'raw fetch, 1 MiB of each partition', unit: 'MB/s', mq: megabytes(results.mq) };
  const gate = { of: 'ratio', atLeast: 0.4 } as const;
  return [
    compare({ ...ours, peer: APACHE_KAFKA, theirs: megabytes(results.kafka) }),
    compare({ ...ours, peer: 'C to C, 256 KiB', theirs: megabytes(results.loopback), gate }),
  ];
}

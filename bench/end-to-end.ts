/** From produce to the consumer that waits for it, at a rate that both brokers take with ease. */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { endToEnd } from './load.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const cases = [
  { title: '100 MB/s', recordsPerSec: 100_000, valueBytes: 1000, seconds: 4 },
  { title: '10 MB/s', recordsPerSec: 10_000, valueBytes: 1000, seconds: 4 },
];

export async function endToEndLines(stage: Stage): Promise<Line[]> {
  const { mq, kafka } = await stage.brokers();
  const lines: Line[] = [];
  for (const { title, ...load } of cases) {
    stage.note(`end to end at ${title}`);
    const once =
      ({ bootstrap }: Broker) =>
      () =>
        withTopic({ bootstrap }, 4, topic => endToEnd({ bootstrap, topic, ...load }));
    const contestants = { mq: once(mq), kafka: once(kafka) };
    await alternate(2, contestants); // Kafka's code is compiled as it runs, and few requests take long to make it so
    const results = await alternate(stage.rounds, contestants);
    for (const which of ['p50Ms', 'p99Ms'] as const)
      lines.push(
        compare({
          what: `end to end ${which.slice(0, 3)} at ${title}`,
          unit: 'ms',
          mq: results.mq.map(each => each[which]),
          peer: APACHE_KAFKA,
          theirs: results.kafka.map(each => each[which]),
        }),
      );
  }
  return lines;
}

/** Log start and end of every partition that has a leader, of the topics asked for or of all. */
import { lookUpOffsets } from '../../../kafka/offset-lookups.ts';
import type { PartitionOffsets } from '../topic-facts.ts';
import { type Collector, inScope } from './collection.ts';

const EARLIEST = -2;
const LATEST = -1;

export const offsets: Collector<'offsets'> = {
  permission: 'DESCRIBE on topic',
  async collect(run) {
    await run.before('committed');
    const wanted = inScope(run.scope.topics);
    const topics = (await run.need('topics')).filter(({ name }) => wanted(name));
    const led = topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ leader }) => leader >= 0)
        .map(({ partition, leader }) => ({ topic: name, partition, leader })),
    );
    const lookUp = (timestamp: number) =>
      lookUpOffsets(
        run.cluster,
        led.map(each => ({ ...each, timestamp })),
        run.request,
      );
    const [starts, ends] = await Promise.all([lookUp(EARLIEST), lookUp(LATEST)]);
    const found: Record<string, PartitionOffsets[]> = Object.fromEntries(
      topics.map(({ name, partitions }) => [
        name,
        partitions.map(({ partition }) => ({ partition, start: null, end: null })),
      ]),
    );
    led.forEach(({ topic, partition }, at) => {
      const start = starts[at]!.offset;
      const end = ends[at]!.offset;
      found[topic]![partition] = { partition, start, end };
    });
    const failed = new Map(
      led.flatMap(({ topic }, at) => {
        const error = starts[at]!.error ?? ends[at]!.error;
        return error ? [[topic, error] as const] : [];
      }),
    );
    run.lacks(
      'offsets',
      'topic',
      [...failed].map(([name, error]) => ({ name, error })),
    );
    return found;
  },
};

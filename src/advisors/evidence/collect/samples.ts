/** The newest records of the topics asked for by name, without what they hold: see sampled-records.ts. */
import { asKafkaError } from '../../../kafka/error.ts';
import { type FetchedBatches, fetchBatches } from '../../../kafka/fetch.ts';
import { bounded } from '../../../lib/portions.ts';
import type { PartitionOffsets, SampledRecord, TopicSample } from '../topic-facts.ts';
import { type Collection, type Collector, eachAlone, Lacking } from './collection.ts';
import { sampledRecords } from './sampled-records.ts';

const RECORDS_PER_PARTITION = 20;
const PARTITIONS_PER_TOPIC = 25;
const TOPICS_AT_A_TIME = 2;
/** A fetch brings whole batches, so that this much may come for twenty records. */
const PARTITION_BYTES = 64 * 1024;
const BUFFERED_BYTES = 8 * 1024 * 1024;

export const samples: Collector<'samples'> = {
  permission: 'READ on topic',
  async collect(run) {
    const { topics } = run.scope;
    if (topics === undefined)
      throw new Lacking({ reason: 'records are only looked at in topics that are named', needs: '--topic NAME' });
    const offsets = await run.need('offsets');
    const answers = await bounded(topics, TOPICS_AT_A_TIME, topic =>
      eachAlone(topic, () => sampleOf(run, topic, offsets[topic] ?? [])),
    );
    return Object.fromEntries(run.survivors('samples', 'topic', answers).map(({ name, found }) => [name, found]));
  },
};

async function sampleOf(run: Collection, topic: string, offsets: readonly PartitionOffsets[]): Promise<TopicSample> {
  const ranges = spread(offsets.flatMap(newest));
  const records = [];
  const options = {
    topic,
    partitions: ranges,
    partitionMaxBytes: PARTITION_BYTES,
    maxBufferedBytes: BUFFERED_BYTES,
    signal: run.request.signal,
  };
  for await (const chunk of ranges.length > 0 ? fetchBatches(run.cluster, options) : []) {
    records.push(...readable(topic, chunk));
    chunk.release();
  }
  return { records: records.sort((a, b) => a.partition - b.partition || a.offset - b.offset) };
}

/** Producers may write what no consumer can read: that is not the end of the examination. */
function readable(topic: string, chunk: FetchedBatches): SampledRecord[] {
  try {
    return [...sampledRecords(chunk)];
  } catch (error) {
    throw asKafkaError(error, `Reading ${topic}-${chunk.partition} behind offset ${chunk.fromOffset}`);
  }
}

const newest = ({ partition, start, end }: PartitionOffsets) =>
  start === null || end === null || start === end
    ? []
    : [{ partition, from: Math.max(start, end - RECORDS_PER_PARTITION), to: end }];

/** Of many partitions some, evenly. */
const spread = <T>(items: readonly T[]): T[] => {
  const step = Math.max(1, items.length / PARTITIONS_PER_TOPIC);
  return Array.from({ length: Math.min(items.length, PARTITIONS_PER_TOPIC) }, (_, at) => items[Math.floor(at * step)]!);
};

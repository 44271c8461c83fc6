/** An existing topic as planners know it: its settings, what was written to it lately, and a bounded sample of its records. Reads only. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { KafkaError } from '../../../kafka/error.ts';
import { type RecordSample, type SampleOptions, sampleRecords } from './record-sample.ts';
import { type TopicFacts, topicFacts } from './topic-facts.ts';
import { type TopicRate, topicRate } from './topic-rate.ts';

export interface SampledTopic {
  readonly facts: TopicFacts;
  /** Undefined for a topic without records, as is the sample. */
  readonly rate: TopicRate | undefined;
  readonly sample: RecordSample | undefined;
  /** Why there is no sample, in a sentence for the plan. */
  readonly notSampled: string | undefined;
}

/** Throws KafkaError, UNKNOWN_TOPIC_OR_PARTITION when there is no such topic; goes on without a sample where READ is refused. */
export async function sampleTopic(
  cluster: Cluster,
  options: Pick<SampleOptions, 'topic' | 'records' | 'signal' | 'onRecord'>,
): Promise<SampledTopic> {
  const { topic } = options;
  const facts = await topicFacts(cluster, topic);
  const { partitions } = facts;
  const rate = await topicRate(cluster, topic, partitions);
  // nothing written lately says nothing of how partitions are used: then each record weighs the same
  const traffic = rate !== undefined && rate.meanPerSec > 0 ? rate.recordsByPartition : undefined;
  try {
    const sample = await sampleRecords(cluster, { ...options, partitions, traffic });
    const notSampled = sample === undefined ? `Topic ${topic} has no records to sample.` : undefined;
    return { facts, rate, sample, notSampled };
  } catch (error) {
    if (!(error instanceof KafkaError && error.code === 'TOPIC_AUTHORIZATION_FAILED')) throw error;
    return { facts, rate, sample: undefined, notSampled: `Topic ${topic} was not sampled: that needs READ on it.` };
  }
}

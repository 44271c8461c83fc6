/** What a number of partitions is held against: caps of the cluster, and the hottest key, which no number of partitions divides. Pure. */
import { figure } from '../figure.ts';
import { atMost, type Limit } from '../plan.ts';
import { REPLICAS_PER_BROKER } from './cap.ts';
import type { Cap, PartitionsQuestion } from './question.ts';

export function limitsOf(
  question: PartitionsQuestion,
  { targetBytesPerSec, cap }: { readonly targetBytesPerSec: number; readonly cap: Cap | undefined },
): Limit[] {
  return [...(cap === undefined ? [] : capLimits(cap)), ...keyLimits(question, targetBytesPerSec)];
}

const capLimits = (cap: Cap): Limit[] => [
  atMost({
    what: 'partitions of the cluster',
    value: cap.clusterPartitions,
    limit: cap.documentClusterPartitions,
    unit: 'count',
    source: `second operations document, question 33: at most 100·N·F, 100 × ${cap.brokers} × ${cap.replicationFactor}`,
    advice: 'more brokers, faster consumers, or several topics; KRaft itself carries more',
  }),
  atMost({
    what: 'replicas per broker',
    value: cap.replicasPerBroker,
    limit: REPLICAS_PER_BROKER,
    unit: 'count',
    source:
      'Confluent, Kafka 1.1 and later; Amazon MSK for large brokers; KRaft moves the limit of the cluster, not of a broker',
    advice: 'add brokers',
  }),
];

function keyLimits({ skew, producerBytesPerSec, consumerBytesPerSec }: PartitionsQuestion, target: number): Limit[] {
  const hottest = skew?.hottest[0];
  if (hottest === undefined) return [];
  return [
    atMost({
      what: 'the hottest key',
      value: target * hottest.share,
      limit: Math.min(producerBytesPerSec, consumerBytesPerSec),
      unit: 'bytes/s',
      source: 'min(Tp, Tc): a key is in one partition, and that is read by one consumer',
      advice: `more partitions will not help: ${hottest.key} alone has ${figure(hottest.share, 'share')} of the records; a finer key, a faster consumer, or no key where order does not matter`,
    }),
  ];
}

/** How many partitions a cluster of so many brokers should hold: the document's cap and today's. Pure. */
import type { Cap, PartitionsQuestion } from './question.ts';

/** Leaders per broker that the document allows when latency matters. */
const LEADERS_PER_BROKER = 100;
/** Replicas per broker that today's guidance stays below (Confluent, Kafka ≥ 1.1; MSK for brokers of 4xlarge and larger). */
export const REPLICAS_PER_BROKER = 4000;

export const WITHIN = 'within both';

export function capOf({ brokers, replicationFactor, others }: PartitionsQuestion, partitions: number): Cap | undefined {
  if (brokers === undefined || replicationFactor === undefined) return undefined;
  const clusterPartitions = partitions + (others?.partitions ?? 0);
  const replicas = partitions * replicationFactor + (others?.replicas ?? 0);
  const documentClusterPartitions = LEADERS_PER_BROKER * brokers * replicationFactor;
  const leadersPerBroker = Math.ceil(clusterPartitions / brokers);
  const replicasPerBroker = Math.ceil(replicas / brokers);
  return {
    brokers,
    replicationFactor,
    documentClusterPartitions,
    clusterPartitions,
    leadersPerBroker,
    replicasPerBroker,
    todayReplicasPerBroker: REPLICAS_PER_BROKER,
    verdict: verdictOf(clusterPartitions, documentClusterPartitions, leadersPerBroker, replicasPerBroker),
  };
}

function verdictOf(partitions: number, documentCap: number, leaders: number, replicas: number): string {
  if (replicas > REPLICAS_PER_BROKER)
    return `${replicas} replicas per broker are over today's limit of ${REPLICAS_PER_BROKER}: add brokers`;
  if (partitions > documentCap)
    return `${partitions} in the cluster are over the document's cap of ${documentCap}: more brokers, faster consumers, or several topics; KRaft itself carries more`;
  if (leaders > LEADERS_PER_BROKER)
    return `within 100·N·F, but ${leaders} leaders per broker exceed the 100 that the same rule means: latency suffers first`;
  return WITHIN;
}

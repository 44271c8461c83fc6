import { counted } from '../../../lib/counted.ts';
import { isDevelopment, onceBack } from '../../evidence/brokers.ts';
import { replicasComing, replicationFactor } from '../../evidence/placement.ts';
import { refusedWhileCopying } from '../../floor.ts';
import { rule } from '../../rule.ts';

/** What is lost with each, and the setting that was too small when it was created. */
const internals: Readonly<Record<string, { loses: string; key: string }>> = {
  __consumer_offsets: { loses: 'committed offsets and groups', key: 'offsets.topic.replication.factor' },
  __transaction_state: { loses: 'transactions and producer ids', key: 'transaction.state.log.replication.factor' },
  __share_group_state: { loses: 'the state of share groups', key: 'share.coordinator.state.topic.replication.factor' },
};

export const internalFactor = rule({
  id: 'B13',
  name: 'internal-rf',
  title: "Kafka's own topics have fewer copies than the brokers could hold",
  severity: 'error',
  why: 'When the broker with the only copy goes down, the groups and transactions it coordinates stand still, and with its disk their offsets are gone, whatever the replication of the data.',
  remedy: "Give Kafka's own topics three replicas, and set their replication factors in server.properties.",
  truth: {
    text: 'The defaults ask for 3 replicas, but the server.properties that Kafka ships asks for 1; a topic that exists keeps what it was created with, also when brokers are added.',
    source: 'Kafka documentation, Broker configs: offsets.topic.replication.factor; config/server.properties of Kafka',
  },
  evidence: ['topics', 'cluster'],
  optional: ['topicConfigs', 'reassignments'],
  see: { notHere: 'a bundled broker is alone, and one copy is right for it' },
  *check({ topics, cluster, topicConfigs, reassignments }) {
    const wanted = Math.min(3, cluster.brokers.length);
    const comingTo = replicasComing(reassignments);
    for (const topic of topics) {
      const { name, partitions } = topic;
      const known = internals[name];
      if (known === undefined) continue;
      const few = partitions.filter(
        ({ partition, replicas }) => replicas.length < wanted && comingTo(name, partition).length === 0,
      );
      if (few.length === 0) continue;
      const factor = replicationFactor(topic);
      yield {
        subject: { type: 'topic', topic: name, partitions: few.map(({ partition }) => partition) },
        severity: isDevelopment(cluster) ? 'warning' : 'error',
        observed: `${counted(factor, 'replica')} for ${few.length} of ${counted(partitions.length, 'partition')}, on a cluster of ${cluster.brokers.length} brokers; it holds ${known.loses}`,
        numbers: { replicationFactor: factor, wanted, partitions: few.length },
        fix: [
          {
            text: `${onceBack(cluster, wanted)}Give it ${wanted} replicas; it is small.${refusedWhileCopying(topicConfigs?.[name], factor)} Set ${known.key}=${wanted} in server.properties too, for the day it is created anew.`,
            command: `mq topic reassign ${name} --replication-factor ${wanted}`,
          },
        ],
      };
    }
  },
});

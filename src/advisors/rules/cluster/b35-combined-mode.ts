import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const MOST_NODES = 3;

export const combinedMode = rule({
  id: 'B35',
  name: 'combined-mode',
  title: 'Brokers of a larger cluster are controllers too',
  severity: 'warning',
  why: 'Load of clients delays the controllers, and they cannot be restarted or upgraded apart from the brokers: a busy broker takes the metadata of all with it.',
  remedy: 'Give controllers nodes of their own.',
  truth: {
    text: "process.roles=broker,controller is meant for development and small clusters; Kafka advises against it in critical environments. Up to three nodes nothing is said: mq's own threshold.",
    source: 'Kafka documentation, KRaft: process roles',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: { notHere: 'a single node is rightly both' },
  *check({ brokerConfigs, cluster }) {
    if (cluster.brokers.length <= MOST_NODES) return;
    const combined = Object.entries(brokerConfigs)
      .filter(([, configs]) => /controller/.test(configs['process.roles']?.value ?? ''))
      .map(([id]) => Number(id));
    if (combined.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      observed: `process.roles=broker,controller on ${brokersText(combined)} of ${cluster.brokers.length}`,
      numbers: { combined: combined.length, brokers: cluster.brokers.length },
      fix: [
        {
          text: 'Raise kraft.version to 1 (kafka-features.sh upgrade --feature kraft.version=1, from 4.1 on). On every node write controller.quorum.bootstrap.servers, with the old and the new controllers, in place of controller.quorum.voters, and restart one after the other: who only knows voters that are gone loses the quorum. Then format three nodes with process.roles=controller and --no-initial-controllers, add them to the quorum, take the combined ones out of it, and restart those with process.roles=broker.',
          command: 'kafka-metadata-quorum.sh describe --status',
        },
      ],
    };
  },
});

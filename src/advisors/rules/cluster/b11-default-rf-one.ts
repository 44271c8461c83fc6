import { isDevelopment } from '../../evidence/brokers.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'default.replication.factor';

export const defaultFactorOne = rule({
  id: 'B11',
  name: 'default-rf-one',
  title: 'Topics get a single copy unless somebody asks for more',
  severity: 'warning',
  why: 'A topic that is created without a replication factor, or by the first record that is sent to it, is lost with its broker; that comes out when the broker is.',
  remedy: 'Set default.replication.factor=3 on every broker and every controller.',
  truth: {
    text: 'default.replication.factor is 1 in Kafka 4.x, whatever the size of the cluster. It is read at the start of a node and cannot be changed while it runs (seen on 4.1.1). With KRaft the value of the active controller goes for topics that are created, that of the broker for those that it creates for a client (auto.create.topics.enable); only brokers tell theirs.',
    source:
      'Kafka documentation, Broker configs: default.replication.factor; DynamicBrokerConfig; ControllerServer, AutoTopicCreationManager',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: { notHere: 'a bundled broker is alone, and one copy is right for it' },
  *check({ brokerConfigs, cluster }) {
    if (cluster.brokers.length < 3) return;
    const brokers = Object.entries(brokerConfigs)
      .filter(([, configs]) => numberOf(configs, KEY) === 1)
      .map(([id]) => Number(id));
    if (brokers.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      severity: isDevelopment(cluster) ? 'info' : 'warning',
      observed: `${KEY}=1 on ${brokersText(brokers)} of a cluster of ${cluster.brokers.length}`,
      numbers: { brokers: brokers.length },
      fix: [
        {
          text: `Write ${KEY}=3 into server.properties of every broker and controller, and restart one after the other. Until then name the factor at each creation (mq topic create NAME --replication-factor 3).`,
        },
      ],
    };
  },
});

import { isDevelopment } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'auto.create.topics.enable';

export const autoCreate = rule({
  id: 'B14',
  name: 'auto-create',
  title: 'Any name that a client misspells becomes a topic',
  severity: 'warning',
  why: 'Records go into a topic that nobody reads, with the default partitions and replicas, and the mistake shows as silence; deleted topics come back as long as an old client asks for them.',
  remedy: 'Switch auto.create.topics.enable off and create topics on purpose.',
  truth: {
    text: 'true is the default of Kafka 4.x. It is read at the start of a broker and cannot be changed while it runs (seen on 4.1.1). Consumers have allow.auto.create.topics, true as well.',
    source: 'Kafka documentation, Broker configs: auto.create.topics.enable; DynamicBrokerConfig',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: ['mq doctor --only B14'],
  *check({ brokerConfigs, cluster }) {
    const brokers = Object.entries(brokerConfigs)
      .filter(([, configs]) => configs[KEY]?.value === 'true')
      .map(([id]) => Number(id));
    if (brokers.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      severity: isDevelopment(cluster) ? 'info' : 'warning',
      observed: `${KEY}=true on ${brokersText(brokers)}`,
      numbers: { brokers: brokers.length },
      fix: [
        {
          text: `Write ${KEY}=false into server.properties of every broker and restart one after the other; create topics with mq topic create. Kafka Streams and Connect make their topics by request and go on.`,
        },
      ],
    };
  },
});

import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'unclean.leader.election.enable';

export const uncleanOn = rule({
  id: 'B10',
  name: 'unclean-on',
  title: 'A replica that is not in sync may become leader',
  severity: 'error',
  why: 'When all replicas in sync are gone, one that has not got the last records takes over: what was acknowledged is lost, without an error anywhere.',
  remedy: 'Set it to false; force a single partition when it is really lost.',
  claim: {
    text: 'The first document gives true as the default of unclean.leader.election; the second says false, and to keep it where losing records matters.',
    places: ['S0:L212', 'S2:Q39'],
  },
  truth: {
    text: 'False by default since 0.11. With eligible leader replicas (new clusters from 4.1 on) a cluster loses its leaders less often, so there is even less to win by true.',
    source: 'Kafka upgrade notes 0.11.0.0; KIP-966',
  },
  evidence: ['topicConfigs', 'brokerConfigs'],
  see: ['mq topic create seen-b10 --config unclean.leader.election.enable=true', 'mq doctor --only B10'],
  *check({ topicConfigs, brokerConfigs }) {
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      const setting = configs[KEY];
      if (setting?.value !== 'true' || setting.source !== 'topic') continue;
      yield {
        subject: { type: 'topic', topic },
        observed: `${KEY}=true is set on the topic`,
        fix: [
          {
            text: 'Go back to the default of the cluster.',
            command: `mq config alter --topic ${topic} --delete ${KEY}`,
            change: { type: 'set-topic-config', topic, key: KEY, value: null },
          },
        ],
      };
    }
    const brokers = Object.entries(brokerConfigs).filter(([, configs]) => configs[KEY]?.value === 'true');
    if (brokers.length === 0) return;
    const ids = brokers.map(([id]) => Number(id));
    const own = brokers.filter(([, configs]) => configs[KEY]!.source === 'broker').map(([id]) => id);
    yield {
      subject: ids.length === 1 ? { type: 'broker', broker: ids[0]! } : { type: 'cluster' },
      observed: `${KEY}=true on ${brokersText(ids)}, for every topic that does not say otherwise`,
      fix: [
        ...own.map(broker => ({
          text: `Take back what was set for broker ${broker} alone.`,
          command: `mq config alter --broker ${broker} --delete ${KEY}`,
          change: { type: 'set-broker-config' as const, broker, key: KEY, value: null },
        })),
        ...(own.length < brokers.length
          ? [
              {
                text: 'Set it to false for all brokers; topics that really prefer going on to being complete can say so themselves.',
                command: `mq config alter --all-brokers --set ${KEY}=false`,
                change: { type: 'set-broker-config' as const, broker: '', key: KEY, value: 'false' },
              },
            ]
          : []),
      ],
    };
  },
});

import { aboutSetting, clientsThat, elsewhere, held } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

const SELECTOR = 'replica.selector.class';
const CLASS = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

export const rackNoSelector = rule({
  id: 'C14',
  name: 'rack-no-selector',
  title: 'A consumer names its rack, and the brokers do not look at it',
  severity: 'info',
  why: 'It goes on reading from leaders in other racks, which is what somebody wanted to save.',
  remedy: 'Set replica.selector.class on the brokers, or take client.rack away.',
  claim: {
    text: 'Followers never serve reads.',
    places: ['S0:L267', 'S2:Q34'],
  },
  truth: {
    text: 'Since 2.4 consumers may read from a follower in their rack, if the brokers have a replica.selector.class, and broker.rack.',
    source: 'KIP-392',
  },
  evidence: ['clients', 'brokerConfigs'],
  see: [
    'echo client.rack=eu-1a > seen-c14.properties',
    'mq lint seen-c14.properties -b $MQ_BOOTSTRAP_SERVER --only C14',
  ],
  *check({ clients, brokerConfigs }) {
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'client.rack');
    const without = Object.entries(brokerConfigs).filter(([, configs]) => !configs[SELECTOR]?.value);
    if (without.length === 0) return;
    for (const client of consumers) {
      const rack = held(client, 'client.rack');
      if (!rack) continue;
      yield aboutSetting(client, 'client.rack', {
        observed: `client.rack is ${rack}; broker${without.length > 1 ? 's' : ''} ${without
          .map(([id]) => id)
          .slice(0, 10)
          .join(', ')} ${without.length > 1 ? 'have' : 'has'} no ${SELECTOR}`,
        numbers: { brokersWithout: without.length },
        fix: [{ text: `Set ${SELECTOR}=${CLASS} and broker.rack in server.properties of every broker.` }],
      });
    }
  },
});

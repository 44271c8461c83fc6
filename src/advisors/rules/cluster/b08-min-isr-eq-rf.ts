import { counted } from '../../../lib/counted.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { numberOf } from '../../evidence/setting.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEY = 'min.insync.replicas';

export const minIsrEqualsFactor = rule({
  id: 'B08',
  name: 'min-isr-eq-rf',
  title: 'Every replica must be in sync for a write, so any restart stops writers',
  severity: 'error',
  why: 'While any broker with a replica is down, producers with acks=all get NOT_ENOUGH_REPLICAS: replication costs availability instead of giving it.',
  remedy: 'Lower the floor by one, or give the topic another replica.',
  truth: {
    text: 'The margin between replication factor and min.insync.replicas is how many brokers may be away. With the factor of 3 and a floor of 2 it is one.',
    source: 'TopicConfig min.insync.replicas (documentation); kcpilot: margin 0 is an error',
  },
  evidence: ['topics', 'topicConfigs', 'cluster'],
  optional: ['reassignments'],
  see: { notHere: 'one broker has one replica of everything, and a floor of 1 is right for it' },
  *check({ topics, topicConfigs, cluster, reassignments }) {
    const brokers = servingBrokers(cluster).length;
    const comingTo = replicasComing(reassignments);
    const inherit = new Map<number, string[]>();
    for (const { name, partitions } of topics) {
      const setting = topicConfigs[name]?.[KEY];
      const floor = numberOf(topicConfigs[name], KEY);
      if (setting === undefined || floor === undefined || floor < 2) continue;
      const tight = partitions.filter(
        ({ partition, replicas }) => replicas.length === floor && comingTo(name, partition).length === 0,
      );
      if (tight.length === 0) continue;
      if (setting.source !== 'topic') {
        const names = inherit.get(floor);
        if (names) names.push(name);
        else inherit.set(floor, [name]);
        continue;
      }
      yield {
        subject: { type: 'topic', topic: name, partitions: tight.map(({ partition }) => partition) },
        observed: `${KEY}=${floor} with ${floor} replicas: no broker may be away`,
        numbers: { minInsyncReplicas: floor, replicationFactor: floor },
        fix: floor < brokers ? [moreReplicas([name], floor), lowerOn(name, floor)] : [lowerOn(name, floor)],
      };
    }
    for (const [floor, names] of inherit) {
      yield {
        subject: { type: 'cluster' },
        observed: `${KEY} is ${floor} for all topics that do not say otherwise, and ${counted(names.length, 'topic')} with ${floor} replicas take${names.length === 1 ? 's' : ''} it from there (${listText(names, 5)})`,
        numbers: { topics: names.length, minInsyncReplicas: floor },
        fix: [
          floor < brokers
            ? moreReplicas(names, floor)
            : {
                text: `With ${brokers} brokers there is no place for another replica: lower the floor, or add a broker.`,
                command: `mq config alter --all-brokers --set ${KEY}=${floor - 1}`,
              },
        ],
      };
    }
  },
});

/** As many as fit on a line. */
const TOPICS_AT_A_TIME = 20;

const moreReplicas = (topics: readonly string[], floor: number): Fix => ({
  text: `Give another replica, so that one broker may be away${topics.length > TOPICS_AT_A_TIME ? `; the first ${TOPICS_AT_A_TIME} topics, then look again` : ''}.`,
  command: `mq topic reassign ${topics.slice(0, TOPICS_AT_A_TIME).join(' ')} --replication-factor ${floor + 1}`,
});

const lowerOn = (topic: string, floor: number): Fix => ({
  text: `Or ask for ${floor - 1} in sync: writers go on when a broker is away, and fewer copies are certain.`,
  command: `mq config alter --topic ${topic} --set ${KEY}=${floor - 1}`,
});

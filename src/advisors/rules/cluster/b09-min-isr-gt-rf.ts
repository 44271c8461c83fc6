import { counted } from '../../../lib/counted.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { replicationFactor } from '../../evidence/placement.ts';
import { numberOf } from '../../evidence/setting.ts';
import { refusedWhileCopying } from '../../floor.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEY = 'min.insync.replicas';

export const minIsrOverFactor = rule({
  id: 'B09',
  name: 'min-isr-gt-rf',
  title: 'min.insync.replicas asks for more copies than the topic has',
  severity: 'error',
  why: 'The floor that was meant does not hold: Kafka takes the number of replicas in its place, so every one of them has to be in sync, and a topic with one replica acknowledges that one. Brokers before 3.7 refuse every write with acks=all.',
  remedy: 'Give the topic the replicas that the floor was meant for, or say the floor that holds.',
  truth: {
    text: 'Since 3.7 the floor in force is the smaller of min.insync.replicas and the replication factor, for acks=all and for the high watermark; a topic with 1 replica and a floor of 2 takes writes (seen on 4.1.1).',
    source: 'Partition.effectiveMinIsr (KAFKA-15583); KAFKA-21110',
  },
  evidence: ['topics', 'topicConfigs', 'cluster'],
  see: ['mq topic create seen-b09 --config min.insync.replicas=2', 'mq doctor --only B09'],
  *check({ topics, topicConfigs, cluster }) {
    const alone = cluster.brokers.length === 1;
    const inherit: string[] = [];
    for (const topic of topics) {
      const { name } = topic;
      const setting = topicConfigs[name]?.[KEY];
      const floor = numberOf(topicConfigs[name], KEY);
      const factor = replicationFactor(topic);
      if (setting === undefined || floor === undefined || floor <= factor || factor === 0) continue;
      if (setting.source !== 'topic') {
        // One replica under the cluster's floor is B05's matter, or that of a broker that is alone.
        if (factor > 1) inherit.push(name);
        continue;
      }
      yield {
        subject: { type: 'topic', topic: name },
        severity: alone ? 'warning' : 'error',
        observed: `${KEY}=${floor} is set on the topic, which has ${counted(factor, 'replica')}; in force is ${factor}`,
        numbers: { minInsyncReplicas: floor, replicationFactor: factor },
        fix: [
          ...(floor < servingBrokers(cluster).length
            ? [
                {
                  text: `Give the topic the replicas that the floor was meant for, and one to spare.${refusedWhileCopying(topicConfigs[name], factor)}`,
                  command: `mq topic reassign ${name} --replication-factor ${floor + 1}`,
                },
              ]
            : []),
          {
            text:
              factor === 1
                ? 'Or say what holds: 1.'
                : `Or ask for ${factor - 1}, so that one broker may be away; ${factor} hold today, and none may.`,
            command: `mq config alter --topic ${name} --set ${KEY}=${Math.max(1, factor - 1)}`,
          },
        ],
      };
    }
    if (inherit.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      observed: `${KEY} of the cluster is above the replication factor of ${counted(inherit.length, 'topic')} (${listText(inherit, 5)})`,
      numbers: { topics: inherit.length },
      fix: [
        {
          text: 'Ask for one less than most topics have replicas; two is what three replicas are made for.',
          command: `mq config alter --all-brokers --set ${KEY}=2`,
        },
      ],
    };
  },
});

import { servingBrokers } from '../../evidence/brokers.ts';
import { tally } from '../../evidence/placement.ts';
import type { TopicFacts } from '../../evidence/topic-facts.ts';
import { rule } from '../../rule.ts';
import { countText } from '../../wording.ts';

export const leaderSkew = rule({
  id: 'B27',
  name: 'leader-skew-topic',
  title: 'One broker leads more than its share of a topic',
  severity: 'warning',
  why: 'All writes and most reads of a topic go to its leaders, so this broker and its network are the limit of the topic.',
  remedy: "Elect preferred leaders, else place the topic's replicas anew.",
  truth: {
    text: 'Kafka places the first replicas round the brokers when a topic is created; reassignments, added brokers and failures undo that. One more than an even share is not told.',
    source: 'Cruise Control LeaderReplicaDistributionGoal; Kafka documentation, Balancing leadership',
  },
  evidence: ['topics', 'cluster'],
  see: { notHere: 'a bundled broker leads everything' },
  *check({ topics, cluster }) {
    const brokers = servingBrokers(cluster);
    if (brokers.length < 2) return;
    for (const topic of topics) {
      const fair = Math.ceil(topic.partitions.length / brokers.length) + 1;
      const led = mostOf(topic, ({ leader }) => leader);
      if (led === undefined || led.count <= fair) continue;
      const preferred = mostOf(topic, ({ replicas }) => replicas[0] ?? -1);
      const byElection = preferred !== undefined && preferred.count <= fair;
      const away = topic.partitions.filter(
        ({ leader, replicas, isr }) => leader !== replicas[0] && isr.includes(replicas[0] ?? -1),
      );
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `broker ${led.broker} leads ${led.count} of ${countText(topic.partitions.length, 'partition')} on ${brokers.length} brokers; an even share is ${fair - 1}`,
        numbers: { leaders: led.count, partitions: topic.partitions.length, brokers: brokers.length },
        fix: [
          byElection && away.length > 0
            ? {
                text: 'Give leadership back to the replicas that were placed for it.',
                command: `mq cluster elect-leaders --topic ${topic.name}`,
                change: {
                  type: 'elect-preferred-leaders',
                  partitions: away.map(({ partition }) => ({ topic: topic.name, partition })),
                },
              }
            : {
                text: 'Place its replicas anew over all brokers; throttle the move when it is large.',
                command: `mq topic reassign ${topic.name} --brokers ${brokers.join(',')}`,
              },
        ],
      };
    }
  },
});

function mostOf(topic: TopicFacts, brokerOf: (partition: TopicFacts['partitions'][number]) => number) {
  let most: { broker: number; count: number } | undefined;
  for (const [broker, count] of tally([topic], partition => [brokerOf(partition)])) {
    if (broker >= 0 && count > (most?.count ?? 0)) most = { broker, count };
  }
  return most;
}

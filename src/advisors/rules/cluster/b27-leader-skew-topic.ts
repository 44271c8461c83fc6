import { counted } from '../../../lib/counted.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { tally } from '../../evidence/placement.ts';
import type { TopicFacts } from '../../evidence/topic-facts.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

export const leaderSkew = rule({
  id: 'B27',
  name: 'leader-skew-topic',
  title: 'One broker leads more than its share of a topic',
  severity: 'warning',
  why: 'All writes and most reads of a topic go to its leaders, so this broker and its network are the limit of the topic.',
  remedy: "Elect preferred leaders, else place the topic's replicas anew.",
  truth: {
    text: 'Kafka places the first replicas round the brokers when a topic is created; reassignments and added brokers undo that. One more than an even share is not told. Topics that are placed evenly and led unevenly, as after a restart, are one info: an election mends them all.',
    source: 'Cruise Control LeaderReplicaDistributionGoal; Kafka documentation, Balancing leadership',
  },
  evidence: ['topics', 'cluster'],
  see: { notHere: 'a bundled broker leads everything' },
  *check({ topics, cluster }) {
    const brokers = servingBrokers(cluster);
    if (brokers.length < 2) return;
    const byElection: { topic: TopicFacts; observed: string; away: number[] }[] = [];
    for (const topic of topics) {
      const fair = Math.ceil(topic.partitions.length / brokers.length) + 1;
      const led = mostOf(topic, ({ leader }) => leader);
      if (led === undefined || led.count <= fair) continue;
      const observed = `broker ${led.broker} leads ${led.count} of ${counted(topic.partitions.length, 'partition')}`;
      const placed = mostOf(topic, ({ replicas }) => replicas[0] ?? -1);
      const away = topic.partitions
        .filter(({ leader, replicas, isr }) => leader !== replicas[0] && isr.includes(replicas[0] ?? -1))
        .map(({ partition }) => partition);
      if (placed !== undefined && placed.count <= fair) {
        // What is led elsewhere because a broker is away cannot be brought back: B02.
        if (away.length > 0) byElection.push({ topic, observed, away });
        continue;
      }
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `${observed} on ${brokers.length} brokers; an even share is ${fair - 1}`,
        numbers: { leaders: led.count, partitions: topic.partitions.length, brokers: brokers.length },
        fix: [
          {
            text: 'Place its replicas anew over all brokers; throttle the move when it is large (--throttle 50MB/s).',
            command: `mq topic reassign ${topic.name} --brokers ${brokers.join(',')}`,
          },
        ],
      };
    }
    const [first] = byElection;
    if (first === undefined) return;
    const one = byElection.length === 1 ? first.topic.name : undefined;
    yield {
      subject: one === undefined ? { type: 'cluster' } : { type: 'topic', topic: one },
      severity: 'info',
      observed: `${counted(byElection.length, 'topic')} led unevenly although placed evenly: ${listText(
        byElection.map(({ topic, observed }) => `${observed} of ${topic.name}`),
        5,
      )}`,
      numbers: { topics: byElection.length },
      fix: [
        {
          text: 'Give leadership back to the replicas that were placed for it; the controller does so by itself unless auto.leader.rebalance.enable is false.',
          command: `mq cluster elect-leaders${one === undefined ? '' : ` --topic ${one}`}`,
          change: {
            type: 'elect-preferred-leaders',
            partitions: byElection.flatMap(({ topic, away }) =>
              away.map(partition => ({ topic: topic.name, partition })),
            ),
          },
        },
      ],
    };
  },
});

function mostOf(topic: TopicFacts, brokerOf: (partition: TopicFacts['partitions'][number]) => number) {
  let most: { broker: number; count: number } | undefined;
  for (const [broker, count] of tally([topic], partition => [brokerOf(partition)])) {
    if (broker >= 0 && count > (most?.count ?? 0)) most = { broker, count };
  }
  return most;
}

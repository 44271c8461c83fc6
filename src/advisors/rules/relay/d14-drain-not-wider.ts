import { drainPairs } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

export const drainNotWider = rule({
  id: 'D14',
  name: 'drain-not-wider',
  title: 'A wide topic is not wider than the topic it relieves',
  severity: 'error',
  why: 'The backlog is moved at a cost and no more consumers can work on it than before.',
  remedy: 'Make the target several times as wide.',
  claim: {
    text: 'An urgent backlog is forwarded to a new topic with many partitions, and more consumers read that.',
    places: ['S0:L420', 'S0:L545'],
  },
  truth: {
    text: 'In a consumer group at most one member works on a partition, so only more partitions mean more work at a time.',
    source: 'Kafka documentation, Design: The Consumer',
  },
  evidence: ['topics'],
  see: [
    'mq topic create seen-d14 --partitions 6',
    'mq topic create seen-d14-wide --partitions 6',
    'mq doctor --only D14',
  ],
  *check({ topics }) {
    for (const { source, target } of drainPairs(topics)) {
      const [from, to] = [source.partitions.length, target.partitions.length];
      if (to > from) continue;
      yield {
        subject: { type: 'topic', topic: target.name },
        observed: `${to} partition${to === 1 ? '' : 's'}, and ${from} of ${source.name}`,
        numbers: { partitions: to, sourcePartitions: from },
        fix: [
          {
            text: 'Widen it while it is empty; later, keys would move.',
            command: `mq topic alter ${target.name} --partitions ${4 * from}`,
          },
        ],
      };
    }
  },
});

import { rule } from '../../rule.ts';

const MANY = 10_000;
const VERY_MANY = 200_000;

export const clusterPartitions = rule({
  id: 'B22',
  name: 'cluster-partitions',
  title: 'The cluster has very many partitions',
  severity: 'info',
  why: 'Metadata of all partitions goes to every broker and to clients that ask for all; upgrades, failovers and tools take longer.',
  remedy: 'Plan partitions by what they must carry, and delete topics that nobody uses.',
  truth: {
    text: 'KRaft is made for millions, because standby controllers hold the metadata already; the advice of cloud vendors is 10 000 for small clusters, and 200 000 was the limit under ZooKeeper.',
    source:
      'Kafka documentation, KRaft; Huawei MRS sizing (10 000); confluent.io "Apache Kafka supports 200K partitions"',
  },
  evidence: ['topics'],
  see: { notHere: 'it takes ten thousand partitions, more than one wants to make for a look' },
  *check({ topics }) {
    const partitions = topics.reduce((sum, topic) => sum + topic.partitions.length, 0);
    if (partitions <= MANY) return;
    const largest = topics.reduce((most, topic) => (topic.partitions.length > most.partitions.length ? topic : most));
    yield {
      subject: { type: 'cluster' },
      severity: partitions > VERY_MANY ? 'warning' : 'info',
      observed: `${partitions} partitions in ${topics.length} topics; the largest, ${largest.name}, has ${largest.partitions.length}`,
      numbers: { partitions, topics: topics.length },
      fix: [
        {
          text: 'Plan the partitions of large topics by what they must carry, and delete what nobody uses.',
        },
      ],
    };
  },
});

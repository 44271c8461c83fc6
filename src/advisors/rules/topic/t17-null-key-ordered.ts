import { counted } from '../../../lib/counted.ts';
import { rule } from '../../rule.ts';

export const nullKeyOrdered = rule({
  id: 'T17',
  name: 'null-key-ordered',
  title: 'A topic whose order matters gets records without a key',
  severity: 'error',
  why: 'Records without a key go to any partition, and are read in any order: the update before the insert, the refund before the payment.',
  remedy: 'Let producers set the key.',
  claim: {
    text: 'What has to stay in order gets a key, and with it one partition: the assets of customers were wrong until account, share and market became the key.',
    places: ['S0:L579', 'S0:L640'],
  },
  truth: {
    text: 'Still so, as long as the number of partitions stays (T18), the producers agree on the partitioner (P13), and are idempotent (P05). Records without a key stick to a partition for a batch and then go elsewhere.',
    source: 'KIP-480, KIP-794; Kafka documentation, Design: The Producer',
  },
  evidence: ['topics', 'samples'],
  see: [
    'mq topic create seen-t17 --partitions 3',
    'seq 9 | mq produce seen-t17',
    'mq doctor --only T17 --topic seen-t17 --profile ordered',
  ],
  *check({ topics, samples }, { intents, profile }) {
    const partitionsOf = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    const declared = Object.entries(intents.topics).filter(([, { order }]) => order === 'key');
    if (declared.length === 0 && profile !== 'ordered')
      yield {
        unjudged: 'no topic is declared to be in order',
        needs: 'order: key of topics in mq-doctor.yaml, or --profile ordered',
      };
    for (const [topic, { records }] of Object.entries(samples)) {
      const order = intents.topics[topic]?.order ?? (profile === 'ordered' ? 'by profile' : undefined);
      if (order === undefined || order === 'global' || (partitionsOf.get(topic) ?? 1) === 1) continue;
      const without = records.filter(({ keyHash }) => keyHash === null).length;
      if (without === 0) continue;
      yield {
        subject: { type: 'topic', topic },
        severity: order === 'key' ? 'error' : 'warning',
        observed: `${without} of ${counted(records.length, 'sampled record')} have no key, on ${partitionsOf.get(topic)} partitions`,
        numbers: { withoutKey: without, sampled: records.length },
        fix: [
          { text: 'Let the producers set the key to what has to stay together: the order, the account and the share.' },
          {
            text: 'A topic whose order does not matter says nothing in mq-doctor.yaml, and one with one partition order: global.',
          },
        ],
      };
    }
  },
});

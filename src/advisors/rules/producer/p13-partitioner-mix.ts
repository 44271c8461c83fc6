import { clientsThat, elsewhere, held, placeOf } from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import { rule } from '../../rule.ts';

export const partitionerMix = rule({
  id: 'P13',
  name: 'partitioner-mix',
  title: 'Producers place the same key in different partitions',
  severity: 'warning',
  why: 'Records of one key come from two partitions: their order is gone, and so are joins and compaction by key.',
  remedy: 'Set partitioner=murmur2_random on librdkafka clients, before there are keyed records.',
  truth: {
    text: 'Java and kafkajs place a key by murmur2; librdkafka by CRC32 (consistent_random) unless partitioner says murmur2 or murmur2_random.',
    source: 'librdkafka CONFIGURATION.md: partitioner; BuiltInPartitioner; kafkajs DefaultPartitioner',
  },
  evidence: ['clients'],
  optional: ['samples', 'topics'],
  see: [
    'echo acks=all > seen-p13.properties',
    `echo '{"bootstrap.servers": "a,b", "acks": "all"}' > seen-p13.json`,
    'mq lint seen-p13.json seen-p13.properties --only P13',
  ],
  *check({ clients, samples, topics }) {
    const producers = clientsThat('producer', clients);
    const byCrc = producers.filter(isByCrc);
    yield* elsewhere(producers, 'partitioner');
    for (const client of byCrc) {
      const peer = producers.find(each => each.family !== 'librdkafka' && mayMeet(client, each));
      const topic = client.topics.find(each => isByMurmur(samples?.[each]?.records, partitionsOf(topics, each)));
      if (peer === undefined && topic === undefined) {
        yield {
          unjudged: `${client.path} places keys by ${held(client, 'partitioner')}, and nothing is known of the other producers of its topics`,
          needs: 'their files beside it, or --topic with READ on the topics',
        };
        continue;
      }
      yield {
        subject: placeOf(client, 'partitioner'),
        observed: `${held(client, 'partitioner')} here, murmur2 ${peer ? `in ${peer.path}` : `in topic ${topic}`}`,
        fix: [
          {
            text: 'Set partitioner=murmur2_random here, before the topic has keyed records: those that are there stay where they are.',
          },
        ],
      };
    }
  },
});

const isByCrc = (client: ClientFile) =>
  client.family === 'librdkafka' &&
  /^(consistent|consistent_random|fnv1a|fnv1a_random)$/.test(held(client, 'partitioner') ?? '');

/** Files that name their topics only meet in common ones. */
const mayMeet = (a: ClientFile, b: ClientFile) =>
  a.topics.length === 0 || b.topics.length === 0 || a.topics.some(topic => b.topics.includes(topic));

interface Placed {
  readonly partition: number;
  readonly keyHash: number | null;
}

const partitionsOf = (topics: readonly { name: string; partitions: readonly unknown[] }[] | undefined, topic: string) =>
  topics?.find(({ name }) => name === topic)?.partitions.length;

/** All of at least eight keyed records are where Java would place them. */
function isByMurmur(records: readonly Placed[] | undefined, partitions: number | undefined): boolean {
  const keyed = (records ?? []).filter(({ keyHash }) => keyHash !== null);
  if (partitions === undefined || partitions < 2 || keyed.length < 8) return false;
  return keyed.every(({ partition, keyHash }) => (keyHash! & 0x7fffffff) % partitions === partition);
}

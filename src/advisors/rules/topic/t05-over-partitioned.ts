import { formatBytes } from '../../../lib/bytes.ts';
import { bytesByTopic, sumOf } from '../../evidence/sizes.ts';
import { isTiered } from '../../evidence/tiered.ts';
import { isChangelog, isRepartition } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';

const MANY = 100;
/** Of what retention keeps: a topic that holds less in each partition is carried by a few. */
const BYTES_PER_PARTITION = 1_048_576;

export const overPartitioned = rule({
  id: 'T05',
  name: 'over-partitioned',
  title: 'A topic has many partitions with next to nothing in them',
  severity: 'info',
  why: 'Each partition costs files, memory, replication requests and time at a failover on every broker that has it, and batches that get smaller the more there are.',
  remedy: 'Go on in a new topic with fewer partitions.',
  claim: {
    text: 'More partitions are not better: they load brokers and heap, and leader election after a failure takes longer.',
    places: ['S0:L587', 'S2:Q33'],
  },
  truth: {
    text: 'Still so, though KRaft carries many more than ZooKeeper did. Partitions cannot be taken away: fewer take a new topic.',
    source: "Kafka documentation, KRaft; Lenses asks from 100 partitions on; the size is mq's own threshold",
  },
  evidence: ['topics', 'logDirs'],
  optional: ['topicConfigs'],
  see: [
    'mq topic create seen-t05 --partitions 101',
    'seq 1000 | mq produce seen-t05',
    'mq doctor --only T05 --topic seen-t05',
  ],
  *check({ topics, logDirs, topicConfigs = {} }) {
    const sizes = bytesByTopic(topics, logDirs);
    for (const { name, internal, partitions } of topics) {
      // Kafka Streams takes the number from what it reads, and empties what it has read; of tiered topics the most is elsewhere.
      if (isRepartition(name) || isChangelog(name) || isTiered(topicConfigs[name])) continue;
      const bytes = sumOf(sizes.get(name)!);
      const each = bytes / partitions.length;
      if (internal || partitions.length <= MANY || bytes === 0 || each >= BYTES_PER_PARTITION) continue;
      const enough = Math.max(3, Math.ceil(bytes / (100 * BYTES_PER_PARTITION)));
      yield {
        subject: { type: 'topic', topic: name },
        observed: `${partitions.length} partitions hold ${formatBytes(bytes)}, ${formatBytes(each)} each`,
        numbers: { partitions: partitions.length, bytes },
        fix: [
          {
            text: 'If that is not about to change, write to a new topic with fewer partitions and let this one run dry.',
            command: `mq topic create ${name}-narrow --partitions ${enough}`,
          },
        ],
      };
    }
  },
});

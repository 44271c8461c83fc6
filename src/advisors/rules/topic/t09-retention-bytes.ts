import { formatBytes } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/counted.ts';
import { deletes } from '../../evidence/cleanup.ts';
import { tally } from '../../evidence/placement.ts';
import { localRetention } from '../../evidence/tiered.ts';
import { rule } from '../../rule.ts';

export const retentionBytes = rule({
  id: 'T09',
  name: 'retention-bytes',
  title: 'A topic may keep more than the disk of a broker holds',
  severity: 'warning',
  why: 'retention.bytes looks like a bound and is none: the disk is full before it acts.',
  remedy: 'Lower retention.bytes to what the disks hold.',
  truth: {
    text: 'retention.bytes counts for each partition, and each of its replicas: what a broker may have to hold is that times the replicas it has. A segment more is kept, because only whole segments are deleted. With tiered storage it counts what is in the remote store too, and local.retention.bytes bounds the disks.',
    source: 'Kafka documentation, topic settings: retention.bytes; UnifiedLog.deleteRetentionSizeBreachedSegments',
  },
  evidence: ['topics', 'topicConfigs', 'logDirs'],
  see: [
    'mq topic create seen-t09 --partitions 4 --config retention.bytes=4000000000000000',
    'mq doctor --only T09 --topic seen-t09',
  ],
  *check({ topics, topicConfigs, logDirs }) {
    const capacity = new Map<number, number>();
    for (const { node, totalBytes } of logDirs)
      if (totalBytes !== null) capacity.set(node, (capacity.get(node) ?? 0) + totalBytes);
    if (capacity.size === 0 && logDirs.length > 0)
      yield { unjudged: 'the brokers do not say how large their disks are', needs: 'Kafka 3.3 or newer' };
    for (const topic of topics) {
      const { key, value: limit } = localRetention(topicConfigs[topic.name], 'bytes');
      if (limit === undefined || limit <= 0 || !deletes(topicConfigs[topic.name])) continue;
      const over = [...tally([topic], ({ replicas }) => replicas)]
        .map(([broker, replicas]) => ({ broker, replicas, total: capacity.get(broker) ?? Number.POSITIVE_INFINITY }))
        .filter(({ replicas, total }) => replicas * limit > total)
        .sort((a, b) => a.broker - b.broker);
      const first = over[0];
      if (first === undefined) continue;
      const fits = Math.floor((first.total * 0.5) / first.replicas);
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `${key} is ${formatBytes(limit)} for each partition; with ${counted(first.replicas, 'replica')} on broker ${first.broker} that may be ${formatBytes(first.replicas * limit)}, on disks of ${formatBytes(first.total)}${
          over.length > 1 ? `; the same on ${counted(over.length - 1, 'more broker')}` : ''
        }`,
        numbers: { retentionBytes: limit, replicas: first.replicas, diskBytes: first.total, brokers: over.length },
        fix: [
          {
            text: 'Lower it to what half the disk holds. What is over is deleted at once.',
            command: `mq config alter --topic ${topic.name} --set ${key}=${fits}`,
          },
        ],
      };
    }
  },
});

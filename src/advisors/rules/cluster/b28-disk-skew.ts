import { formatBytes } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/counted.ts';
import { alike, servingBrokers } from '../../evidence/brokers.ts';
import type { LogDirFacts, ReplicaSize } from '../../evidence/cluster-facts.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';

const LIMIT = 1.25;
const LEAST_DIFFERENCE_BYTES = 256 * 1024 ** 2;

export const diskSkew = rule({
  id: 'B28',
  name: 'disk-skew',
  title: 'One broker stores much more than the others',
  severity: 'warning',
  why: 'Its disk is full first, and its share of reads and of recovery after a crash is larger, while other disks stay empty.',
  remedy: 'Reassign the largest topics over all brokers, throttled.',
  truth: {
    text: "Kafka balances the number of replicas when it places them and never their bytes. A quarter over the mean is told, and only when that is at least 256 MiB above the least: mq's own thresholds. Where racks have different numbers of brokers, a broker is compared with those of its rack.",
    source: "mq's own thresholds, after Cruise Control disk.balance.threshold",
  },
  evidence: ['logDirs', 'cluster'],
  see: { notHere: 'it takes brokers to be uneven' },
  *check({ logDirs, cluster }) {
    for (const brokers of alike(cluster)) {
      const stored = brokers
        .filter(id => logDirs.some(({ node }) => node === id))
        .map(id => ({ id, bytes: sum(replicasOf(id, logDirs)) }))
        .sort((a, b) => b.bytes - a.bytes);
      const [most, least] = [stored[0], stored.at(-1)];
      if (most === undefined || least === undefined || stored.length < 2) continue;
      const mean = stored.reduce((total, { bytes }) => total + bytes, 0) / stored.length;
      if (most.bytes <= mean * LIMIT || most.bytes - least.bytes < LEAST_DIFFERENCE_BYTES) continue;
      yield {
        subject: { type: 'broker', broker: most.id },
        observed: `${formatBytes(most.bytes)} on broker ${most.id}, ${(most.bytes / mean).toFixed(2)} times the mean of ${formatBytes(mean)}; broker ${least.id} has ${formatBytes(least.bytes)}`,
        numbers: { bytes: most.bytes, meanBytes: Math.round(mean), leastBytes: least.bytes },
        fix: [adviceFor(most.id, logDirs, servingBrokers(cluster))],
      };
    }
  },
});

/** The topic that has most on the broker of those that have more partitions there than an even share: moving replicas helps with these alone. */
function adviceFor(broker: number, logDirs: readonly LogDirFacts[], brokers: readonly number[]): Fix {
  const here = replicasOf(broker, logDirs);
  const inAll = Map.groupBy(
    logDirs.flatMap(({ replicas }) => replicas),
    ({ topic }) => topic,
  );
  const topics = [...Map.groupBy(here, ({ topic }) => topic)].sort(([, a], [, b]) => sum(b) - sum(a));
  const spreadable = topics.find(
    ([topic, list]) => list.length > Math.ceil(inAll.get(topic)!.length / brokers.length) && sum(list) > sum(here) / 10,
  );
  if (spreadable === undefined) {
    const [topic, list] = topics[0]!;
    return {
      text: `Its replicas are as many as elsewhere, and larger: ${topic} has ${formatBytes(sum(list))} in ${counted(list.length, 'partition')} there. See whether keys make some partitions larger (T16), or shorten the retention.`,
      command: `mq doctor --only T16 --topic ${topic}`,
    };
  }
  const [topic, list] = spreadable;
  return {
    text: `Spread ${topic} (${formatBytes(sum(list))} in ${list.length} partitions there) over all brokers; throttled, so that clients do not notice.`,
    command: `mq topic reassign ${topic} --brokers ${brokers.join(',')} --throttle 50MB/s`,
  };
}

const replicasOf = (broker: number, logDirs: readonly LogDirFacts[]): ReplicaSize[] =>
  logDirs.flatMap(({ node, replicas }) => (node === broker ? replicas : []));

const sum = (replicas: readonly ReplicaSize[]): number =>
  replicas.reduce((total, { sizeBytes }) => total + sizeBytes, 0);

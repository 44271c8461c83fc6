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
        fix: [adviceFor(most.id, most.bytes - mean, logDirs, servingBrokers(cluster))],
      };
    }
  },
});

/**
 * What makes the broker smaller, the largest first: a topic that has more partitions there than an even share is spread; else one that would not
 * fill another broker as much goes elsewhere. Where neither is, single partitions are too large.
 */
function adviceFor(broker: number, surplus: number, logDirs: readonly LogDirFacts[], brokers: readonly number[]): Fix {
  const others = brokers.filter(id => id !== broker);
  const inAll = Map.groupBy(
    logDirs.flatMap(({ replicas }) => replicas),
    ({ topic }) => topic,
  );
  const topics = [...Map.groupBy(replicasOf(broker, logDirs), ({ topic }) => topic)]
    .map(([topic, list]) => ({ topic, list, bytes: sum(list), all: inAll.get(topic)! }))
    .sort((a, b) => b.bytes - a.bytes);
  const worthIt = topics.filter(({ bytes }) => bytes > surplus / 10);
  const wide = worthIt.find(({ list, all }) => list.length > Math.ceil(all.length / brokers.length));
  if (wide !== undefined)
    return {
      text: `Spread ${wide.topic} (${formatBytes(wide.bytes)} in ${counted(wide.list.length, 'partition')} there) over all brokers; throttled, so that clients do not notice.`,
      command: `mq topic reassign ${wide.topic} --brokers ${brokers.join(',')} --throttle 50MB/s`,
    };
  const whole = worthIt.find(({ bytes, all }) => bytes <= surplus && copiesOf(all) <= others.length);
  if (whole !== undefined)
    return {
      text: `Move ${whole.topic} (${formatBytes(whole.bytes)} there) to the other brokers, then look again; throttled, so that clients do not notice.`,
      command: `mq topic reassign ${whole.topic} --brokers ${others.join(',')} --throttle 50MB/s`,
    };
  const { topic, list, bytes } = topics[0]!;
  return {
    text: `${topic} has ${formatBytes(bytes)} in ${counted(list.length, 'partition')} there, and to move them would only fill another broker. See whether keys make some partitions larger (T16), or shorten the retention.`,
    command: `mq doctor --only T16 --topic ${topic}`,
  };
}

/** Of the partition that has most. */
const copiesOf = (replicas: readonly ReplicaSize[]): number =>
  Math.max(...[...Map.groupBy(replicas, ({ partition }) => partition).values()].map(({ length }) => length));

const replicasOf = (broker: number, logDirs: readonly LogDirFacts[]): ReplicaSize[] =>
  logDirs.flatMap(({ node, replicas }) => (node === broker ? replicas : []));

const sum = (replicas: readonly ReplicaSize[]): number =>
  replicas.reduce((total, { sizeBytes }) => total + sizeBytes, 0);

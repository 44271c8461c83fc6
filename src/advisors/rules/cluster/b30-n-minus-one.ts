import { formatBytes } from '../../../lib/bytes.ts';
import { handlerIdle } from '../../evidence/broker-metrics.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import type { LogDirFacts } from '../../evidence/cluster-facts.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const LIMIT = 0.8;

export const nMinusOne = rule({
  id: 'B30',
  name: 'n-minus-one',
  title: 'The other brokers could not carry what one of them carries',
  severity: 'warning',
  why: 'The failure of one broker becomes that of the cluster: the others take over its load or its replicas and are full in turn.',
  remedy: 'Add a broker before one is lost.',
  truth: {
    text: "Leadership moves at once when a broker fails, so the threads of the others get busier by N/(N−1); replicas move only when they are reassigned, and then need room. 80 % afterwards is mq's own threshold.",
    source: "mq's own threshold, after Cruise Control's capacity goals",
  },
  evidence: ['logDirs', 'topics', 'cluster'],
  optional: ['metrics', 'brokerConfigs'],
  see: { notHere: 'it takes at least two brokers' },
  *check({ logDirs, topics, cluster, metrics, brokerConfigs }) {
    const brokers = servingBrokers(cluster);
    if (brokers.length < 2) return;
    // A partition with a replica on every broker has nowhere else to go.
    const movable = new Set(
      topics.flatMap(({ name, partitions }) =>
        partitions
          .filter(({ replicas }) => replicas.length < brokers.length)
          .map(({ partition }) => `${name}-${partition}`),
      ),
    );
    const disks = brokers.flatMap(id => diskOf(id, logDirs, movable));
    if (disks.length === brokers.length && movable.size > 0) {
      const lost = disks.reduce((most, disk) => (disk.movableBytes > most.movableBytes ? disk : most));
      const others = disks.filter(disk => disk !== lost);
      const total = others.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
      const used = others.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
      const ratio = (used + lost.movableBytes) / total;
      // Disks that are too full today are B29's matter.
      if (ratio > LIMIT && used / total <= LIMIT) {
        yield {
          subject: { type: 'cluster' },
          observed: `without broker ${lost.id} the others would hold ${formatBytes(used + lost.movableBytes)} of ${formatBytes(total)} (${percentText(ratio)}); today ${percentText(used / total)}`,
          numbers: { ratio: Number(ratio.toFixed(3)), movedBytes: lost.movableBytes },
          fix: [{ text: 'Add a broker or larger disks, or shorten retention, before one is lost.' }],
        };
      }
    }
    const isSilent = ({ error, totalBytes }: LogDirFacts) => error === null && totalBytes === null;
    if (logDirs.some(isSilent) && metrics === undefined) {
      yield {
        unjudged: 'some brokers do not say how large their disks are',
        needs: 'Kafka 3.3 or newer (DescribeLogDirs v4), or --metrics URL',
      };
    }
    const { now, sinceStart } = handlerIdle(metrics ?? {}, brokerConfigs);
    const idle = [...now, ...sinceStart];
    if (idle.length === 0) return;
    const busy = 1 - idle.reduce((sum, { value }) => sum + value, 0) / idle.length;
    const projected = (busy * brokers.length) / (brokers.length - 1);
    if (projected <= LIMIT) return;
    yield {
      subject: { type: 'cluster' },
      observed: `request handlers are busy ${percentText(busy)} of the time on ${brokers.length} brokers; on ${brokers.length - 1} it would be ${percentText(projected)}`,
      numbers: { busy: Number(busy.toFixed(3)), projected: Number(projected.toFixed(3)) },
      fix: [{ text: 'Add a broker, and spread leaders over all of them.' }],
    };
  },
});

/** Nothing when the broker does not say how large its disks are. */
function diskOf(id: number, logDirs: readonly LogDirFacts[], movable: ReadonlySet<string>) {
  const dirs = logDirs.filter(({ node, error }) => node === id && error === null);
  if (dirs.length === 0 || dirs.some(({ totalBytes, usableBytes }) => !totalBytes || usableBytes === null)) return [];
  return [
    {
      id,
      totalBytes: dirs.reduce((sum, { totalBytes }) => sum + totalBytes!, 0),
      usedBytes: dirs.reduce((sum, { totalBytes, usableBytes }) => sum + totalBytes! - usableBytes!, 0),
      movableBytes: dirs
        .flatMap(({ replicas }) => replicas)
        .reduce((sum, r) => sum + (movable.has(`${r.topic}-${r.partition}`) ? r.sizeBytes : 0), 0),
    },
  ];
}

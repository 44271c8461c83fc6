import { formatBytes } from '../../../lib/bytes.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const ERROR = 0.8;
const CRITICAL = 0.9;

export const diskFull = rule({
  id: 'B29',
  name: 'disk-full',
  title: 'The disk of a log directory is nearly full',
  severity: 'error',
  why: 'When a write fails, Kafka takes the whole directory offline, with every partition on it, and a broker whose last directory went ends.',
  remedy: 'Shorten the retention of what can go, or give the broker a larger disk.',
  truth: {
    text: 'Retention looks at one partition at a time and never at the disk, so nothing makes room by itself. Brokers tell size and free space of the volume since 3.3 (KIP-827); 80 % is what Cruise Control plans with. A single broker is often on a machine that is full for other reasons, and is told more softly.',
    source: 'KIP-827; Cruise Control disk.capacity.threshold 0.8',
  },
  evidence: ['logDirs'],
  optional: ['cluster'],
  see: { notHere: 'it takes a disk that is nearly full' },
  *check({ logDirs, cluster }) {
    const alone = cluster?.brokers.length === 1;
    const known = logDirs.filter(({ error }) => error === null);
    const silent = known.filter(({ totalBytes, usableBytes }) => totalBytes === null || usableBytes === null);
    if (silent.length > 0) {
      yield {
        unjudged: `the broker does not say how large the disk of ${silent[0]!.path} is`,
        needs: 'Kafka 3.3 or newer (DescribeLogDirs v4)',
      };
    }
    for (const [node, dirs] of Map.groupBy(known, ({ node }) => node)) {
      const full = dirs.flatMap(({ path, totalBytes, usableBytes, replicas }) => {
        if (!totalBytes || usableBytes === null) return [];
        const ratio = 1 - usableBytes / totalBytes;
        return ratio > ERROR ? [{ path, ratio, usableBytes, totalBytes, replicas }] : [];
      });
      if (full.length === 0) continue;
      const worst = full.reduce((most, each) => (each.ratio > most.ratio ? each : most));
      const largest = [...worst.replicas].sort((a, b) => b.sizeBytes - a.sizeBytes)[0];
      yield {
        subject: { type: 'broker', broker: node },
        severity: alone ? (worst.ratio > CRITICAL ? 'warning' : 'info') : worst.ratio > CRITICAL ? 'critical' : 'error',
        observed: full
          .map(
            ({ path, ratio, usableBytes, totalBytes }) =>
              `${path}: ${percentText(ratio)} of ${formatBytes(totalBytes)} used, ${formatBytes(usableBytes)} left`,
          )
          .join('; '),
        numbers: { usedRatio: Number(worst.ratio.toFixed(3)), usableBytes: worst.usableBytes },
        fix: [
          largest && largest.sizeBytes > 0
            ? {
                text: `Shorten the retention of what can go first; the largest replica is ${largest.topic}-${largest.partition} with ${formatBytes(largest.sizeBytes)}. What is older is deleted for good.`,
                command: `mq topic describe ${largest.topic}`,
              }
            : { text: 'Kafka holds little of it: look for what else is on the volume.' },
          { text: 'Enlarge the volume, or add a broker and move replicas to it.' },
        ],
      };
    }
  },
});

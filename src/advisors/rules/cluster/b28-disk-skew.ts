import { formatBytes } from '../../../lib/bytes.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';

const LIMIT = 1.25;
const LEAST_DIFFERENCE_BYTES = 256 * 1024 ** 2;

export const diskSkew = rule({
  id: 'B28',
  name: 'disk-skew',
  title: 'One broker stores much more than the others',
  severity: 'warning',
  why: 'Its disk is full first, and its share of reads and of recovery after a crash is larger, while other disks stay empty.',
  truth: {
    text: "Kafka balances the number of replicas when it places them and never their bytes. A quarter over the mean is told, and only when that is more than 256 MiB above the least: mq's own thresholds.",
    source: "mq's own thresholds, after Cruise Control disk.balance.threshold",
  },
  evidence: ['logDirs', 'cluster'],
  see: { notHere: 'it takes brokers to be uneven' },
  *check({ logDirs, cluster }) {
    const brokers = servingBrokers(cluster).filter(id => logDirs.some(({ node }) => node === id));
    if (brokers.length < 2) return;
    const bytes = new Map<number, number>(brokers.map(id => [id, 0]));
    const ofTopic = new Map<number, Map<string, number>>(brokers.map(id => [id, new Map()]));
    for (const { node, replicas } of logDirs) {
      for (const { topic, sizeBytes } of replicas) {
        bytes.set(node, (bytes.get(node) ?? 0) + sizeBytes);
        const topics = ofTopic.get(node);
        topics?.set(topic, (topics.get(topic) ?? 0) + sizeBytes);
      }
    }
    const sorted = [...bytes].filter(([id]) => brokers.includes(id)).sort(([, a], [, b]) => b - a);
    const [most, least] = [sorted[0]!, sorted.at(-1)!];
    const mean = sorted.reduce((sum, [, size]) => sum + size, 0) / sorted.length;
    if (most[1] <= mean * LIMIT || most[1] - least[1] < LEAST_DIFFERENCE_BYTES) return;
    const [topic, topicBytes] = [...ofTopic.get(most[0])!].sort(([, a], [, b]) => b - a)[0]!;
    yield {
      subject: { type: 'broker', broker: most[0] },
      observed: `${formatBytes(most[1])} on broker ${most[0]}, ${(most[1] / mean).toFixed(2)} times the mean of ${formatBytes(mean)}; broker ${least[0]} has ${formatBytes(least[1])}; the largest topic on it is ${topic} with ${formatBytes(topicBytes)}`,
      numbers: { bytes: most[1], meanBytes: Math.round(mean), leastBytes: least[1] },
      fix: [
        {
          text: 'Move replicas of its largest topic; throttled, so that clients do not notice.',
          command: `mq topic reassign ${topic} --brokers ${brokers.join(',')} --throttle 50MB/s`,
        },
      ],
    };
  },
});

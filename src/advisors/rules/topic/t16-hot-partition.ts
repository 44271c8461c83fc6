import { formatBytes } from '../../../lib/bytes.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { producedPerSec } from '../../evidence/rates.ts';
import { bytesByTopic, sumOf } from '../../evidence/sizes.ts';
import { spanOf } from '../../lag/series.ts';
import { rule } from '../../rule.ts';

const HOT = 3;
const VERY_HOT = 10;
/** For each partition on average: below, chance and sticky batches make any picture. */
const RECORDS = 10_000;
const BYTES = 1_048_576;

export const hotPartition = rule({
  id: 'T16',
  name: 'hot-partition',
  title: 'One partition of a topic gets much more than the others',
  severity: 'warning',
  why: 'Its leader, its disk and the one consumer that owns it carry the load of several: the group is as fast as that one.',
  remedy: 'Choose a key with more values.',
  claim: {
    text: 'Records go to a partition by the hash of their key, so that those of one key stay together and in order.',
    places: ['S0:L579'],
  },
  truth: {
    text: 'Which is why a key with few values, or with one that is frequent, makes a hot partition, and more partitions do not help. A finer key that still keeps together what belongs together does. Partitions that were added late hold little as well: what is written now (--samples 2 --interval 30s, or --state FILE) tells more than what is stored.',
    source: "DefaultPartitioner (murmur2), KIP-480, KIP-794; the ratios are mq's own thresholds",
  },
  evidence: ['topics'],
  optional: ['history', 'logDirs'],
  see: [
    'mq topic create seen-t16 --partitions 6',
    'mq doctor --only T16 --topic seen-t16 --state seen-t16.json',
    'seq 60000 | mq produce seen-t16 --key the-same',
    'seq 6 | mq produce seen-t16',
    'mq doctor --only T16 --topic seen-t16 --state seen-t16.json',
  ],
  *check({ topics, history, logDirs }) {
    const sizes = logDirs && bytesByTopic(topics, logDirs);
    for (const { name, internal, partitions } of topics) {
      if (internal || partitions.length < HOT) continue;
      const rates = history && producedPerSec(history, name);
      const written = rates?.map(rate => (rate * spanOf(history!)) / 1000);
      const byRate = written !== undefined && sumOf(written) >= RECORDS * written.length;
      const found = byRate ? hottest(written, RECORDS) : sizes && hottest(sizes.get(name)!, BYTES);
      if (found === undefined) continue;
      const { partition, most, middle, ratio, empty } = found;
      const text = (amount: number) => (byRate ? `${Math.round(amount)} records` : formatBytes(amount));
      yield {
        subject: { type: 'topic', topic: name, partitions: [partition] },
        severity: ratio > VERY_HOT && byRate ? 'error' : 'warning',
        observed: `${byRate ? `got ${text(most)} in ${formatDuration(spanOf(history!))}` : `holds ${text(most)}`}, ${
          middle > 0
            ? `the partition in the middle ${text(middle)}: ${ratio.toFixed(1)} times as much`
            : `${empty} of ${partitions.length} partitions nothing`
        }`,
        numbers: { partition, most: Math.round(most), median: Math.round(middle) },
        fix: [
          {
            text: 'Look at the keys of that partition, and choose a key with more values; unkeyed records spread by themselves.',
            command: `mq consume ${name} --partition ${partition} --from -20 --exit --format '%k\\n'`,
          },
        ],
      };
    }
  },
});

/** Undefined where there is too little to judge or nothing stands out. */
function hottest(amounts: readonly number[], least: number) {
  if (sumOf(amounts) < least * amounts.length) return undefined;
  const sorted = [...amounts].sort((a, b) => a - b);
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  const most = sorted.at(-1)!;
  const ratio = middle === 0 ? Number.POSITIVE_INFINITY : most / middle;
  return ratio > HOT
    ? { partition: amounts.indexOf(most), most, middle, ratio, empty: amounts.filter(amount => amount === 0).length }
    : undefined;
}

import { formatBytes } from '../../../lib/bytes.ts';
import { bytesByTopic, sumOf } from '../../evidence/sizes.ts';
import { isInternal } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';

/** Smaller topics gain nothing that anybody would notice. */
const BIG_BYTES = 100_000_000;

export const uncompressed = rule({
  id: 'T15',
  name: 'uncompressed',
  title: 'A large topic is not compressed',
  severity: 'info',
  why: 'Text and JSON take three to ten times the disk, network and page cache that they need, on every replica.',
  remedy: 'Let producers compress with lz4 or zstd.',
  claim: {
    text: 'compression.type is none by default; lz4 works well and raises throughput at some processor time of the producer.',
    places: ['S2:Q41', 'S0:L323'],
  },
  truth: {
    text: 'Still none by default. lz4 and zstd (2.1) are the usual choices: larger batches (linger.ms, batch.size) compress better. Payloads that are encrypted or compressed already gain nothing.',
    source: 'ProducerConfig compression.type; KIP-110',
  },
  evidence: ['topics', 'logDirs', 'samples'],
  see: {
    notHere: `it takes a topic of ${formatBytes(BIG_BYTES)}`,
  },
  *check({ topics, logDirs, samples }, { profile }) {
    const sizes = bytesByTopic(topics, logDirs);
    for (const { name } of topics) {
      const bytes = sumOf(sizes.get(name)!);
      const records = samples[name]?.records ?? [];
      if (isInternal(name) || bytes < BIG_BYTES || records.length === 0) continue;
      if (records.some(({ codec }) => codec !== 'none')) continue;
      yield {
        subject: { type: 'topic', topic: name },
        severity: profile === 'log' ? 'warning' : 'info',
        observed: `${formatBytes(bytes)} on the leaders, and none of ${records.length} sampled records is compressed`,
        numbers: { bytes, sampled: records.length },
        fix: [
          {
            text: 'Set compression.type=lz4 (or zstd) in its producers, with linger.ms=5 or more; consumers need nothing.',
          },
        ],
      };
    }
  },
});

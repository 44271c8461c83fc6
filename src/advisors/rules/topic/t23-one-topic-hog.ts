import { formatBytes } from '../../../lib/bytes.ts';
import { bytesByTopic, sumOf } from '../../evidence/sizes.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const SHARE = 0.5;
/** Below, any share is chance. */
const BIG_BYTES = 100_000_000;
const FEW = 4;

export const oneTopicHog = rule({
  id: 'T23',
  name: 'one-topic-hog',
  title: 'One topic holds more than all others together',
  severity: 'info',
  why: 'Whatever several sources pour into one topic is kept, read and worked off as one: a consumer of a part of it reads all of it, and a backlog of one source delays every other.',
  remedy: 'Split the topic by source or by kind.',
  claim: {
    text: 'Sources that were merged into a single topic caused a backlog; splitting it again let reading keep pace with writing.',
    places: ['S0:L626'],
  },
  truth: {
    text: 'Still good advice where the records have different sources, readers or retention; a cluster that serves one application has one large topic by nature.',
    source: "the first document's fourth measure of its monitoring case; the share is mq's own threshold",
  },
  evidence: ['topics', 'logDirs'],
  see: { notHere: `it takes a topic of ${formatBytes(BIG_BYTES)} among others` },
  *check({ topics, logDirs }) {
    const sizes = [...bytesByTopic(topics, logDirs)].map(([topic, bytes]) => ({ topic, bytes: sumOf(bytes) }));
    const filled = sizes.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
    const all = sumOf(filled.map(({ bytes }) => bytes));
    const first = filled[0];
    if (first === undefined || filled.length < FEW || first.bytes < BIG_BYTES || first.bytes <= SHARE * all) return;
    yield {
      subject: { type: 'topic', topic: first.topic },
      observed: `${formatBytes(first.bytes)} of ${formatBytes(all)} in ${filled.length} topics: ${percentText(first.bytes / all)}`,
      numbers: { bytes: first.bytes, allBytes: all, topics: filled.length },
      fix: [
        {
          text: 'If it has several sources or kinds of records, give each a topic. See what is in it first.',
          command: `mq consume ${first.topic} --from -20 --exit --output jsonl`,
        },
      ],
    };
  },
});

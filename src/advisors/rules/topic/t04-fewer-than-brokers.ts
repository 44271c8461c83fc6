import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { producedPerSec } from '../../evidence/rates.ts';
import { sumOf } from '../../evidence/sizes.ts';
import { spanOf } from '../../lag/series.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

/** Hot: so much of all that is written, and so much at all. */
const SHARE = 0.2;
const PER_SEC = 1000;

export const fewerThanBrokers = rule({
  id: 'T04',
  name: 'fewer-than-brokers',
  title: 'A busy topic has fewer partitions than there are brokers',
  severity: 'info',
  why: 'The brokers that lead none of its partitions do not help with its load, and those that do are hot.',
  remedy: 'Give the topic a multiple of the brokers.',
  truth: {
    text: 'The number of partitions is how many servers a topic can be spread over: each partition has one leader at a time.',
    source:
      "Kafka documentation, Basic Kafka Operations: Adding and removing topics; what counts as busy is mq's own threshold",
  },
  evidence: ['cluster', 'topics', 'history'],
  see: { notHere: 'one broker leads everything: it takes more of them' },
  *check({ cluster, topics, history }, { intents }) {
    const brokers = servingBrokers(cluster).length;
    const narrow = topics.filter(
      ({ name, internal, partitions }) =>
        !internal && partitions.length < brokers && intents.topics[name]?.order !== 'global',
    );
    if (narrow.length === 0) return;
    if (history.moments.length < 2) {
      yield { unjudged: 'what is busy takes two moments', needs: '--samples 2 --interval 10s, or --state FILE' };
      return;
    }
    const rates = new Map(topics.map(({ name }) => [name, sumOf(producedPerSec(history, name) ?? [])]));
    const all = sumOf([...rates.values()]);
    for (const { name, partitions } of narrow) {
      const perSec = rates.get(name)!;
      if (perSec < PER_SEC || perSec < SHARE * all) continue;
      yield {
        subject: { type: 'topic', topic: name },
        observed: `${counted(partitions.length, 'partition')} on ${brokers} brokers, and ${percentText(perSec / all)} of all records: ${Math.round(perSec)}/s over ${formatDuration(spanOf(history))}`,
        numbers: { partitions: partitions.length, brokers, recordsPerSec: Math.round(perSec) },
        fix: [
          {
            text: 'Give it a multiple of the brokers (20MB/s stands for your load); with keys that have to stay in order, as a new topic.',
            command: `mq plan partitions --topic ${name} --target 20MB/s`,
          },
        ],
      };
    }
  },
});

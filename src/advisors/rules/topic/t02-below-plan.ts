import { formatRate } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/counted.ts';
import { rule } from '../../rule.ts';

export const belowPlan = rule({
  id: 'T02',
  name: 'below-plan',
  title: 'A topic has fewer partitions than its declared load needs',
  severity: 'error',
  why: 'At that load producers are slowed down or consumers fall behind for ever, whatever else is tuned.',
  remedy: 'Plan the partitions for the load, with the growth to come.',
  claim: {
    text: 'Measure what one producer (Tp) and one consumer (Tc) get through: a target Tt takes Tt / max(Tp, Tc) partitions.',
    places: ['S2:Q33'],
  },
  truth: {
    text: 'It takes max(Tt / Tp, Tt / Tc), because each partition is both written and read: the slower side decides. The formula of the document gives fewer whenever the two differ.',
    source: 'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"',
  },
  evidence: ['topics'],
  see: [
    'mq topic create seen-t02 --partitions 3',
    "echo 'topics: {seen-t02: {target-rate: 20MB/s, producer-rate: 10MB/s, consumer-rate: 4MB/s}}' > mq-doctor.yaml",
    'mq doctor --only T02 --topic seen-t02',
  ],
  *check({ topics }, { intents }) {
    const declared = Object.entries(intents.topics).filter(
      ([, { targetBytesPerSec }]) => targetBytesPerSec !== undefined,
    );
    if (declared.length === 0)
      yield {
        unjudged: 'no topic has a declared load',
        needs: 'target-rate, producer-rate and consumer-rate of topics in mq-doctor.yaml',
      };
    for (const [topic, intent] of declared) {
      const partitions = topics.find(({ name }) => name === topic)?.partitions.length;
      if (partitions === undefined) continue;
      const { targetBytesPerSec: target = 0, producerBytesPerSec: tp, consumerBytesPerSec: tc } = intent;
      const rates = [tp, tc].filter(rate => rate !== undefined);
      if (rates.length === 0) {
        yield {
          unjudged: `${topic} has a target, and neither a producer's nor a consumer's rate`,
          needs: `mq plan partitions --topic ${topic} --target ${rateWord(target)} measures them`,
        };
        continue;
      }
      const needed = Math.ceil(target / Math.min(...rates));
      if (partitions >= needed) continue;
      const shares = [
        tp && `${formatRate(target)} / ${formatRate(tp)}`,
        tc && `${formatRate(target)} / ${formatRate(tc)}`,
      ];
      const byDocument = Math.ceil(target / Math.max(...rates));
      yield {
        subject: { type: 'topic', topic },
        observed: `${counted(partitions, 'partition')}; ${shares.filter(Boolean).join(' and ')} take ${needed}${
          rates.length === 2 && byDocument !== needed ? ` (${byDocument} by the formula of the document)` : ''
        }`,
        numbers: { partitions, needed, byDocument },
        fix: [
          {
            text: 'Plan it with the growth to come; keyed topics move to a new topic with mq backlog drain.',
            command: `mq plan partitions --topic ${topic} --target ${rateWord(target)}${flag('producer', tp)}${flag('consumer', tc)}`,
          },
          {
            text: 'Without keys that have to stay in order, add partitions in place. They cannot be taken away again.',
            command: `mq topic alter ${topic} --partitions ${needed}`,
          },
        ],
      };
    }
  },
});

const flag = (side: string, rate: number | undefined) =>
  rate === undefined ? '' : ` --${side}-rate ${rateWord(rate)}`;

/** As the planner reads it. */
const rateWord = (bytesPerSec: number): string => formatRate(bytesPerSec).replace(' ', '');

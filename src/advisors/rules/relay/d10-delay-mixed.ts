import { holdsDelayed } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const MARK = 'mq.delay';

export const delayMixed = rule({
  id: 'D10',
  name: 'delay-mixed',
  title: 'One delay topic holds records of different delays',
  severity: 'error',
  why: 'The relay stops at the first record that is not due: a short delay behind a long one comes late by hours.',
  remedy: 'Give each delay a topic of its own.',
  claim: {
    text: 'Each delay has a topic of its own, so that the record at the head is due first and the relay can stop at the first that is not.',
    places: ['S0:L510'],
  },
  truth: {
    text: 'That is what makes it cheap, and it holds for one delay per topic only. RocketMQ has the same effect at the head of its levels.',
    source: 'RocketMQ#1914; the document itself',
  },
  evidence: ['samples'],
  see: [
    'mq topic create seen-d10-delay',
    'echo a | mq produce seen-d10-delay --header mq.delay=1h',
    'echo b | mq produce seen-d10-delay --header mq.delay=5s',
    'mq doctor --only D10 --topic seen-d10-delay',
  ],
  *check({ samples }, { intents }) {
    for (const [topic, { records }] of Object.entries(samples)) {
      if (!holdsDelayed(topic, intents)) continue; // where they are delivered the headers have come along
      const delays = [...new Set(records.flatMap(({ marks }) => marks[MARK] ?? []))].sort();
      if (delays.length < 2) continue;
      yield {
        subject: { type: 'topic', topic },
        observed: `the ${records.length} newest records wait for ${listText(delays)}`,
        numbers: { delays: delays.length },
        fix: [
          { text: 'Give each delay a topic of its own; any time is a chain of fixed delays, 95 s = 1m + 30s + 5s.' },
        ],
      };
    }
  },
});

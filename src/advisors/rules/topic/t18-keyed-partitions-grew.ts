import { formatTime } from '../../../lib/time.ts';
import { compacts } from '../../evidence/cleanup.ts';
import { grownTopics } from '../../evidence/growth.ts';
import { isInternal } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

export const keyedPartitionsGrew = rule({
  id: 'T18',
  name: 'keyed-partitions-grew',
  title: 'A topic with keys got more partitions',
  severity: 'error',
  why: 'Keys go elsewhere from then on: new records of a key are read beside its old ones, not after them, and a compacted topic keeps a last record of the key in both places.',
  remedy: 'Go on in a new topic, after what was written before has been read.',
  claim: {
    text: 'Adding partitions to work off a backlog is the simplest way, and breaks which partition a key belongs to; a new topic does not.',
    places: ['S0:L585'],
  },
  truth: {
    text: 'A key goes to hash modulo the number of partitions: from n to m of them, more than half of the keys move in most cases, and Kafka does not move what is there.',
    source: 'Kafka documentation, Basic Kafka Operations: Modifying topics',
  },
  evidence: ['topics', 'history'],
  optional: ['samples', 'topicConfigs'],
  see: [
    'mq topic create seen-t18 --partitions 2',
    'seq 9 | mq produce seen-t18 --key k',
    'mq doctor --only T18 --topic seen-t18 --state seen-t18.json',
    'mq topic alter seen-t18 --partitions 3 --yes',
    'mq doctor --only T18 --topic seen-t18 --state seen-t18.json',
  ],
  *check({ topics, history, samples = {}, topicConfigs = {} }, { intents }) {
    if (history.moments.length < 2)
      yield { unjudged: 'growth takes an earlier moment', needs: '--state FILE and a run now and then' };
    for (const { topic, from, to, seenMs } of grownTopics(topics, history)) {
      const keyed = hasKeys(topic);
      if (keyed === false || isInternal(topic)) continue;
      yield {
        subject: { type: 'topic', topic },
        severity: keyed ? 'error' : 'warning',
        observed: `from ${from} to ${to} partitions since ${formatTime(seenMs)}: ${percentText(movedShare(from, to))} of the keys go elsewhere${
          keyed ? '' : ', if it has keys'
        }`,
        numbers: { from, to, movedShare: Math.round(movedShare(from, to) * 100) / 100 },
        fix: [
          {
            text: 'It cannot be undone. Let consumers read what was written before the change to its end first; where order matters, go on in a new topic.',
            command: `mq topic create ${topic}-v2 --partitions ${to}`,
          },
        ],
      };
    }

    /** Undefined when nobody knows. */
    function hasKeys(topic: string): boolean | undefined {
      if (intents.topics[topic]?.order === 'key' || compacts(topicConfigs[topic])) return true;
      const records = samples[topic]?.records ?? [];
      return records.length === 0 ? undefined : records.some(({ keyHash }) => keyHash !== null);
    }
  },
});

/** Of hashes, those that leave another remainder. */
function movedShare(from: number, to: number): number {
  let common = from;
  for (let rest = to; rest > 0; ) [common, rest] = [rest, common % rest];
  return 1 - Math.min(from, to) / ((from * to) / common);
}

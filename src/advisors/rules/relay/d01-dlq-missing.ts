import { evaluateReading } from '../../lag/group-lag.ts';
import { readings } from '../../lag/reading.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

export const dlqMissing = rule({
  id: 'D01',
  name: 'dlq-missing',
  title: 'A group is stuck at one offset, and there is nowhere to put a record that cannot be processed',
  severity: 'warning',
  why: 'One record that cannot be processed keeps everything behind it waiting, for as long as the consumer tries again.',
  remedy: 'Give the consumer a dead letter topic, and look at the record it is stuck at.',
  claim: {
    text: 'Records that cannot be consumed, for their format or for a bug, should be forwarded to a dead letter queue. Kafka has none; it takes a plug-in.',
    places: ['S0:L420'],
  },
  truth: {
    text: 'Sinks of Connect, Kafka Streams (4.2) and share groups can write dead letters themselves; a plain consumer does it in its own error branch.',
    source: "KIP-298, KIP-1034, KIP-1191; being stuck as in Burrow's STALL",
  },
  evidence: ['topics', 'groups', 'committed', 'offsets', 'history'],
  optional: ['connectors'],
  see: {
    notHere: 'it takes a consumer that is stuck for two minutes, and samples of that time (--samples 5 --interval 30s)',
  },
  *check({ topics, groups, committed, offsets, history, connectors }, { intents }) {
    const covered = new Set(deadLetterTopics(topics, intents, connectors).map(({ source }) => source?.name));
    for (const reading of readings({ groups, committed, offsets })) {
      if (covered.has(reading.topic)) continue;
      const stalled = evaluateReading(reading, history, { allowedLag: 1 }).filter(({ state }) => state === 'STALL');
      if (stalled.length === 0) continue;
      const at = stalled.map(({ partition }) => `${partition} at ${committedAt(reading.positions, partition)}`);
      yield {
        subject: {
          type: 'group',
          group: reading.group.group,
          topic: reading.topic,
          partitions: stalled.map(({ partition }) => partition),
        },
        observed: `stuck for ${Math.round(Math.max(...stalled.map(({ stuckMs }) => stuckMs)) / 1000)} s with members there: partition ${at.join(', ')}; no topic holds dead letters of ${reading.topic}`,
        fix: [
          {
            text: 'Look at the record that is next. Give the consumer a dead letter topic with as many partitions, and a longer retention.',
            command: `mq topic create ${reading.topic}-dlq --partitions ${reading.positions.length} --config retention.ms=2592000000`,
          },
        ],
      };
    }
  },
});

const committedAt = (positions: readonly { partition: number; committed: number | undefined }[], wanted: number) =>
  positions.find(({ partition }) => partition === wanted)?.committed;

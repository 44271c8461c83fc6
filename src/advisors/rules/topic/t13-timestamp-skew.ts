import { formatDuration } from '../../../lib/duration.ts';
import type { SampledRecord } from '../../evidence/topic-facts.ts';
import { isChangelog, isRepartition } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';

const SKEW_MS = 300_000;

export const timestampSkew = rule({
  id: 'T13',
  name: 'timestamp-skew',
  title: 'The times of records are wrong or out of order',
  severity: 'warning',
  why: 'Retention, replay by time and time lag all go by them: records are kept too long or deleted at once, and a replay begins at the wrong place.',
  remedy: 'Mend the clocks of producers, or let the broker set the time (LogAppendTime).',
  claim: {
    text: 'To consume again what was consumed, look up the offset of a time and seek there.',
    places: ['S0:L520'],
  },
  truth: {
    text: 'The lookup finds the first offset whose time is at or after the one asked for, and CreateTime is what the producer says. Since 4.0 a time more than an hour ahead is refused (message.timestamp.after.max.ms). Records that were relayed keep their old times, which is no mistake by itself.',
    source: "KIP-32, KIP-1030; KafkaConsumer.offsetsForTimes; 5 minutes are mq's own threshold",
  },
  evidence: ['samples'],
  see: [
    'mq topic create seen-t13 --partitions 1',
    'seq 1 | mq produce seen-t13',
    `echo '{"value":"old","timestamp":1577836800000}' | mq produce seen-t13 --input jsonl`,
    'mq doctor --only T13 --topic seen-t13',
  ],
  *check({ samples }, { nowMs }) {
    for (const [topic, { records }] of Object.entries(samples)) {
      if (isChangelog(topic) || isRepartition(topic)) continue; // Kafka Streams writes by the times of events, and needs CreateTime
      const created = records.filter(
        ({ timestampType, timestampMs }) => timestampType === 'CreateTime' && timestampMs >= 0,
      );
      const aheadMs = Math.max(...created.map(({ timestampMs }) => timestampMs - nowMs));
      const back = largestStepBack(created);
      if (aheadMs > SKEW_MS)
        yield {
          subject: { type: 'topic', topic },
          observed: `the newest record is ${formatDuration(aheadMs)} ahead of this machine's clock`,
          numbers: { aheadMs },
          fix: [
            { text: "Synchronize the producers' clocks (NTP); seconds sent as microseconds look like this too." },
            byAppend(topic),
          ],
        };
      if (back !== undefined && back.stepMs > SKEW_MS)
        yield {
          subject: { type: 'topic', topic, partitions: [back.partition] },
          observed: `offset ${back.offset} of partition ${back.partition} is ${formatDuration(back.stepMs)} older than one before it`,
          numbers: { stepMs: back.stepMs, partition: back.partition, offset: back.offset },
          fix: [
            byAppend(topic),
            {
              text: 'Where the times are those of events and meant, do without replay by time and count retention from the oldest.',
            },
          ],
        };
    }
  },
});

const byAppend = (topic: string) => ({
  text: "Let the brokers stamp new records by their own clock. The producer's time is then lost: applications that use it need it in the record.",
  command: `mq config alter --topic ${topic} --set message.timestamp.type=LogAppendTime`,
});

/** By how much a record is older than one with a lower offset of its partition, at most. */
function largestStepBack(records: readonly SampledRecord[]) {
  let worst: { partition: number; offset: number; stepMs: number } | undefined;
  for (const [partition, of] of Map.groupBy(records, each => each.partition)) {
    let newestMs = Number.NEGATIVE_INFINITY;
    for (const { offset, timestampMs } of of.sort((a, b) => a.offset - b.offset)) {
      const stepMs = newestMs - timestampMs;
      if (stepMs > (worst?.stepMs ?? 0)) worst = { partition, offset, stepMs };
      newestMs = Math.max(newestMs, timestampMs);
    }
  }
  return worst;
}

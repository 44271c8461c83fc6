import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { retentionMsOf } from '../../lag/headroom.ts';
import { isThrowaway, readings } from '../../lag/reading.ts';
import { waitingOf } from '../../lag/unread.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const NEAR = 0.5;
const CLOSE = 0.8;

export const retentionVsLag = rule({
  id: 'T06',
  name: 'retention-vs-lag',
  title: 'Retention is about to delete what a group has not read',
  severity: 'error',
  why: 'Deleted records are gone unread; the group goes on behind them, by auto.offset.reset, without an error that anybody sees.',
  remedy: 'Raise the retention now, then drain the backlog.',
  claim: {
    text: 'When old data is cleaned up, Kafka makes sure that nothing still refers to it, that it has been consumed.',
    places: ['S0:L397'],
  },
  truth: {
    text: 'It does not: retention goes by age and size alone and knows no consumers. Segments are deleted when their youngest record is older than retention.ms, the active one too.',
    source: 'Kafka documentation, topic settings: cleanup.policy, retention.ms; UnifiedLog.deleteOldSegments',
  },
  evidence: ['groups', 'committed', 'offsets', 'oldestUnread', 'topicConfigs'],
  optional: ['samples'],
  see: [
    'mq topic create seen-t06 --partitions 1 --config retention.ms=315360000000',
    `echo '{"value":"read","timestamp":1577750400000}' | mq produce seen-t06 --input jsonl`,
    'mq consume seen-t06 --group seen-t06-readers --from earliest --commit --exit',
    `echo '{"value":"old","timestamp":1577836800000}' | mq produce seen-t06 --input jsonl`,
    'mq doctor --only T06 --topic seen-t06',
  ],
  *check({ groups, committed, offsets, oldestUnread, topicConfigs, samples }, { nowMs }) {
    const waiting = waitingOf(nowMs, oldestUnread, { samples }); // by the records' own times, as retention counts
    for (const reading of readings({ groups, committed, offsets })) {
      const { group, topic } = reading;
      const retentionMs = retentionMsOf(topicConfigs[topic]);
      if (retentionMs === undefined || isThrowaway(group)) continue;
      const late = waiting(reading).filter(({ ageMs }) => ageMs > NEAR * retentionMs);
      const oldest = late[0];
      if (oldest === undefined) continue;
      const ratio = oldest.ageMs / retentionMs;
      const abandoned = group.members.length === 0;
      const twice = 2 * Math.max(retentionMs, oldest.ageMs);
      yield {
        subject: {
          type: 'group',
          group: group.group,
          topic,
          partitions: late.map(({ partition }) => partition).sort((a, b) => a - b),
        },
        severity: ratio > CLOSE ? 'critical' : 'error',
        observed: `the oldest unread record is ${formatDuration(oldest.ageMs)} old, ${percentText(ratio)} of retention.ms (${formatDuration(retentionMs)})${abandoned ? '; nobody is in the group now' : ''}`,
        numbers: { ageMs: oldest.ageMs, retentionMs },
        fix: [
          {
            text: `Keep records for ${formatDuration(twice)} until they are read; it costs disk.`,
            command: `mq config alter --topic ${topic} --set retention.ms=${twice}`,
            change: { type: 'set-topic-config', topic, key: 'retention.ms', value: String(twice) },
          },
          ...(abandoned
            ? [
                {
                  text: 'Start its consumers again; or delete the group with its commits, if nobody needs it any more.',
                  command: `mq group delete ${shellWord(group.group)}`,
                },
              ]
            : []),
        ],
      };
    }
  },
});

import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { drainPairs } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const KEY = 'retention.ms';

export const drainExpiring = rule({
  id: 'D15',
  name: 'drain-expiring',
  title: 'A wide topic would delete the backlog as soon as it arrives',
  severity: 'critical',
  why: 'Records keep their times when they are moved. Older than the retention of the target, they are deleted before anybody reads them.',
  remedy: 'Keep everything in the target until the backlog is done.',
  truth: {
    text: 'Retention by time looks at the newest timestamp of a segment, not at when it was written; with LogAppendTime both are the same.',
    source: 'Kafka upgrade notes 0.10.1; Kafka documentation, Topic Configs: retention.ms, message.timestamp.type',
  },
  evidence: ['topics', 'topicConfigs', 'oldestUnread'],
  see: { notHere: 'it takes a backlog that is older than a retention' },
  *check({ topics, topicConfigs, oldestUnread }, { nowMs }) {
    for (const { source, target } of drainPairs(topics)) {
      const configs = topicConfigs[target.name];
      const retentionMs = numberOf(configs, KEY);
      const times = oldestUnread.filter(({ topic }) => topic === source.name).map(({ timestampMs }) => timestampMs);
      if (retentionMs === undefined || retentionMs < 0 || times.length === 0) continue;
      if (configs?.['message.timestamp.type']?.value === 'LogAppendTime') continue;
      const ageMs = nowMs - times.reduce((oldest, time) => Math.min(oldest, time));
      if (ageMs < retentionMs) continue;
      yield {
        subject: { type: 'topic', topic: target.name },
        observed: `the backlog of ${source.name} is ${formatDuration(ageMs)} old, and ${target.name} keeps records for ${formatDuration(retentionMs)} of their own time`,
        numbers: { ageMs, retentionMs },
        fix: [
          {
            text: 'Keep everything until the backlog is done, then set the retention back.',
            command: `mq config alter --topic ${target.name} --set ${KEY}=-1`,
            change: { type: 'set-topic-config', topic: target.name, key: KEY, value: '-1' },
          },
        ],
      };
    }
  },
});

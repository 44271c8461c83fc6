import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';

export const replayWindow = rule({
  id: 'D16',
  name: 'replay-window',
  title: 'A topic cannot be replayed as far back as wanted',
  severity: 'error',
  why: 'When a mistake is found after the retention, the records that would be computed again are gone.',
  remedy: 'Raise the retention to how far back a replay has to reach.',
  claim: {
    text: 'After a bug has been mended, look up the offsets of a time and consume from there again. That the records have to be there still is not mentioned.',
    places: ['S0:L520'],
  },
  truth: {
    text: 'What retention has taken cannot be replayed, and a compacted topic gives the newest record of each key only.',
    source: 'Kafka documentation, Topic Configs: cleanup.policy, retention.ms',
  },
  evidence: ['topics', 'topicConfigs'],
  see: { notHere: 'how far back a replay has to reach is said in the settings of the doctor: topics.NAME.replay' },
  *check({ topics, topicConfigs }, { intents }) {
    for (const { name } of topics) {
      const wantedMs = intents.topics[name]?.replayMs;
      if (wantedMs === undefined) continue;
      const policy = topicConfigs[name]?.['cleanup.policy']?.value ?? '';
      const retentionMs = numberOf(topicConfigs[name], 'retention.ms');
      if (policy.includes('compact')) {
        yield {
          subject: { type: 'topic', topic: name },
          observed: `it is wanted for ${formatDuration(wantedMs)} and is compacted: a replay gives the newest record of each key only`,
          fix: [{ text: 'Keep a topic with everything beside it, or replay from the source of the data.' }],
        };
      } else if (policy.includes('delete') && retentionMs !== undefined && retentionMs >= 0 && retentionMs < wantedMs) {
        yield {
          subject: { type: 'topic', topic: name },
          observed: `it is wanted for ${formatDuration(wantedMs)} and keeps records for ${formatDuration(retentionMs)}`,
          numbers: { wantedMs, retentionMs },
          fix: [
            {
              text: 'Keep records for as long as a replay has to reach back; mq plan storage says what that takes.',
              command: `mq config alter --topic ${name} --set retention.ms=${wantedMs}`,
              change: { type: 'set-topic-config', topic: name, key: 'retention.ms', value: String(wantedMs) },
            },
          ],
        };
      }
    }
  },
});

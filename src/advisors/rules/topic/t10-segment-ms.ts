import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { isChangelog, isInternal } from '../../evidence/topic-kind.ts';
import { retentionMsOf } from '../../lag/headroom.ts';
import { rule } from '../../rule.ts';

const KEY = 'segment.ms';
const SHORT_MS = 600_000;

export const segmentMs = rule({
  id: 'T10',
  name: 'segment-ms',
  title: 'Segments of a topic are rolled at the wrong time',
  severity: 'warning',
  why: 'Rolled every few minutes, each partition gets hundreds of small segments with three files and two memory maps each. Rolled later than retention, records stay much longer than anybody was told.',
  remedy: 'Roll segments about twice within the retention, and not every few minutes.',
  truth: {
    text: 'Only whole segments are deleted, when their youngest record is older than retention.ms. While records keep coming, the active segment grows to segment.bytes or segment.ms: records live for up to retention.ms plus segment.ms.',
    source:
      "Kafka documentation, topic settings: segment.ms, retention.ms; UnifiedLog.deleteRetentionMsBreachedSegments; 10 minutes: AWS MSK's configuration detector",
  },
  evidence: ['topicConfigs'],
  see: ['mq topic create seen-t10 --config segment.ms=60000', 'mq doctor --only T10 --topic seen-t10'],
  *check({ topicConfigs }) {
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      const rollMs = numberOf(configs, KEY);
      const retentionMs = retentionMsOf(configs);
      if (rollMs === undefined || isInternal(topic)) continue;
      const own = configs[KEY]!.source === 'topic';
      if (own && rollMs < SHORT_MS)
        yield {
          subject: { type: 'topic', topic },
          observed: `${KEY} is ${rollMs} (${formatDuration(rollMs)})`,
          numbers: { segmentMs: rollMs },
          fix: [
            {
              text: 'Go back to the default of the cluster.',
              command: `mq config alter --topic ${topic} --delete ${KEY}`,
              change: { type: 'set-topic-config', topic, key: KEY, value: null },
            },
          ],
        };
      // Where the brokers say both it is their matter; a topic that asks for a short retention expects it, but for the stores of Kafka Streams.
      const asked = (configs['retention.ms']?.source === 'topic' && !isChangelog(topic)) || own;
      if (asked && retentionMs !== undefined && retentionMs > 0 && rollMs > retentionMs) {
        const fitting = Math.max(SHORT_MS, Math.floor(retentionMs / 2));
        yield {
          subject: { type: 'topic', topic },
          severity: 'info', // a busy topic rolls by size long before
          observed: `${KEY} is ${formatDuration(rollMs)} and retention.ms ${formatDuration(retentionMs)}: a record may live for ${formatDuration(rollMs + retentionMs)}`,
          numbers: { segmentMs: rollMs, retentionMs },
          fix:
            fitting < rollMs && fitting <= retentionMs
              ? [
                  {
                    text: 'Roll twice within the retention.',
                    command: `mq config alter --topic ${topic} --set ${KEY}=${fitting}`,
                    change: { type: 'set-topic-config', topic, key: KEY, value: String(fitting) },
                  },
                ]
              : [
                  {
                    text: `Raise retention.ms; rolling more often than every ${formatDuration(SHORT_MS)} costs more than it brings.`,
                  },
                ],
        };
      }
    }
  },
});

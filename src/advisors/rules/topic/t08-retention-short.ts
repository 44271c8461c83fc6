import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { isInternal } from '../../evidence/topic-kind.ts';
import { retentionMsOf } from '../../lag/headroom.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const retentionShort = rule({
  id: 'T08',
  name: 'retention-short',
  title: 'A topic keeps records for less than an hour',
  severity: 'warning',
  why: 'A consumer that is down for that long loses records: most nights and most rollbacks take longer.',
  remedy: 'Keep records for a day at least.',
  truth: {
    text: 'retention.ms counts from the time in the record, whether somebody has read it or not, and deletes by whole segments; retention.ms=0 is a trick to empty a topic that is easily left behind.',
    source: "Kafka documentation, topic settings: retention.ms; an hour is Lenses' threshold",
  },
  evidence: ['topicConfigs'],
  see: ['mq topic create seen-t08 --config retention.ms=60000', 'mq doctor --only T08 --topic seen-t08'],
  *check({ topicConfigs }, { intents }) {
    const short = Object.entries(topicConfigs).flatMap(([topic, configs]) => {
      const retentionMs = retentionMsOf(configs);
      const delays = intents.topics[topic]?.delayMs !== undefined; // D08 knows what those need
      if (retentionMs === undefined || retentionMs >= HOUR_MS || isInternal(topic) || delays) return [];
      return [{ topic, retentionMs, own: configs['retention.ms']!.source === 'topic' }];
    });
    for (const { topic, retentionMs } of short.filter(({ own }) => own)) {
      yield {
        subject: { type: 'topic', topic },
        observed: `retention.ms is ${retentionMs} (${formatDuration(retentionMs)})`,
        numbers: { retentionMs },
        fix: [
          {
            text: 'Go back to the default of the cluster; it costs disk.',
            command: `mq config alter --topic ${topic} --delete retention.ms`,
            change: { type: 'set-topic-config', topic, key: 'retention.ms', value: null },
          },
        ],
      };
    }
    const inheriting = short.filter(({ own }) => !own);
    if (inheriting.length > 0)
      yield {
        subject: { type: 'cluster' },
        observed: `the brokers keep records for ${formatDuration(inheriting[0]!.retentionMs)} by default, and ${counted(inheriting.length, 'topic')} with them: ${listText(
          inheriting.map(({ topic }) => topic),
          5,
        )}`,
        numbers: { topics: inheriting.length, retentionMs: inheriting[0]!.retentionMs },
        fix: [
          {
            text: 'Keep them for a day at least.',
            command: `mq config alter --all-brokers --set log.retention.ms=${DAY_MS}`,
            change: { type: 'set-broker-config', broker: '', key: 'log.retention.ms', value: String(DAY_MS) },
          },
        ],
      };
  },
});

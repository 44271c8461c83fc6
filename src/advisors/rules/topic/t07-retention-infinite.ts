import { counted } from '../../../lib/counted.ts';
import { compacts, deletes } from '../../evidence/cleanup.ts';
import { isExplicit } from '../../evidence/setting.ts';
import { localRetention } from '../../evidence/tiered.ts';
import { isInternal, isRepartition } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const WEEK_MS = 604_800_000;

export const retentionInfinite = rule({
  id: 'T07',
  name: 'retention-infinite',
  title: 'A topic keeps everything for ever',
  severity: 'warning',
  why: 'It grows until the disk is full, which takes the broker down with all its other topics.',
  remedy: 'Bound the topic by age or by size.',
  truth: {
    text: 'With cleanup.policy=delete and both retention.ms and retention.bytes at −1 nothing is ever deleted. Topics that are the record of truth mean it, and then need a plan for disks, or tiered storage, where local.retention.ms or local.retention.bytes is the bound.',
    source: 'Kafka documentation, topic settings: retention.ms, retention.bytes',
  },
  evidence: ['topicConfigs'],
  see: ['mq topic create seen-t07 --config retention.ms=-1', 'mq doctor --only T07 --topic seen-t07'],
  *check({ topicConfigs }) {
    const inheriting: string[] = [];
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      if (isInternal(topic) || isRepartition(topic) || !deletes(configs) || compacts(configs)) continue;
      if (localRetention(configs, 'ms').value !== -1 || localRetention(configs, 'bytes').value !== -1) continue;
      if (configs['retention.ms']!.source !== 'topic' && isExplicit(configs, 'retention.ms')) {
        inheriting.push(topic);
        continue;
      }
      yield {
        subject: { type: 'topic', topic },
        observed: 'retention.ms=-1 and retention.bytes=-1 with cleanup.policy=delete',
        fix: [
          {
            text: 'Bound it by age (here a week) or by retention.bytes, which counts for each partition. What is older is deleted at once.',
            command: `mq config alter --topic ${topic} --set retention.ms=${WEEK_MS}`,
          },
        ],
      };
    }
    if (inheriting.length > 0)
      yield {
        subject: { type: 'cluster' },
        observed: `the brokers keep records for ever by default, and ${counted(inheriting.length, 'topic')} with them: ${listText(inheriting, 5)}`,
        numbers: { topics: inheriting.length },
        fix: [
          {
            text: 'Bound the default. What is older is deleted at once, from all of these topics.',
            command: `mq config alter --all-brokers --set log.retention.ms=${WEEK_MS}`,
          },
        ],
      };
  },
});

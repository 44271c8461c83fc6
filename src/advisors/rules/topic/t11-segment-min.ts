import { formatBytes } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/counted.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEY = 'segment.bytes';
const LEAST = 1_048_576;

export const segmentMin = rule({
  id: 'T11',
  name: 'segment-min',
  title: 'A topic has segments smaller than Kafka 4 allows',
  severity: 'error',
  why: 'A broker of Kafka 4 that has the topic does not start: the upgrade stops at the first one. Until then each partition has many small files.',
  remedy: 'Go back to the default before the upgrade to 4.0.',
  truth: {
    text: 'segment.bytes is at least 1 MiB since 4.0; before, 14 bytes were enough. Kafka 4.1.1 on the logs of a 3.9.1 ends with "Error starting LogManager: Invalid value 1000 for configuration segment.bytes".',
    source: 'KIP-1030, Kafka upgrade notes 4.0.0; tried with 3.9.1 and 4.1.1',
  },
  evidence: ['topicConfigs'],
  see: { notHere: 'the broker refuses such a value, as Kafka 4 does; on Kafka 3 it can be set' },
  *check({ topicConfigs }) {
    const inheriting: { topic: string; bytes: number }[] = [];
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      const bytes = numberOf(configs, KEY);
      if (bytes === undefined || bytes >= LEAST) continue;
      if (configs[KEY]!.source !== 'topic') {
        inheriting.push({ topic, bytes });
        continue;
      }
      yield {
        subject: { type: 'topic', topic },
        observed: `${KEY} is ${bytes} (${formatBytes(bytes)})`,
        numbers: { segmentBytes: bytes },
        fix: [
          {
            text: 'Go back to the default of the cluster, before the upgrade.',
            command: `mq config alter --topic ${topic} --delete ${KEY}`,
            change: { type: 'set-topic-config', topic, key: KEY, value: null },
          },
        ],
      };
    }
    const [first] = inheriting;
    if (first === undefined) return;
    yield {
      subject: { type: 'cluster' },
      observed: `log.segment.bytes of the brokers is ${first.bytes} (${formatBytes(first.bytes)}), for ${counted(inheriting.length, 'topic')}: ${listText(
        inheriting.map(({ topic }) => topic),
        5,
      )}`,
      numbers: { segmentBytes: first.bytes, topics: inheriting.length },
      fix: [
        {
          text: 'Take log.segment.bytes out of server.properties before the upgrade, and restart one broker after the other; or set it for all of them now.',
          command: `mq config alter --all-brokers --set log.segment.bytes=${1024 ** 3}`,
        },
      ],
    };
  },
});

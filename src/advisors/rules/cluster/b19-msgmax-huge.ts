import { formatBytes } from '../../../lib/bytes.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const LIMIT_BYTES = 10 * 1024 * 1024;

export const messageMaxHuge = rule({
  id: 'B19',
  name: 'msgmax-huge',
  title: 'Batches of more than 10 MiB are allowed',
  severity: 'warning',
  why: 'Each is held in memory whole by producer, broker and every consumer, and delays all that share its connection; consumers with small fetch sizes take them one by one.',
  remedy: 'Store large things elsewhere and send their address; go back to 1 MiB.',
  truth: {
    text: "The default is 1 MiB and 12 bytes, counted for the compressed batch. Larger things go into an object store, with a record that says where (claim check). 10 MiB is mq's own threshold.",
    source: "mq's own threshold; TopicConfig max.message.bytes (documentation)",
  },
  evidence: ['brokerConfigs', 'topicConfigs'],
  see: ['mq topic create seen-b19 --config max.message.bytes=20971520', 'mq doctor --only B19'],
  *check({ brokerConfigs, topicConfigs }) {
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      const bytes = numberOf(configs, 'max.message.bytes') ?? 0;
      if (configs['max.message.bytes']?.source !== 'topic' || bytes <= LIMIT_BYTES) continue;
      yield {
        subject: { type: 'topic', topic },
        observed: `max.message.bytes=${bytes} (${formatBytes(bytes)}) is set on the topic`,
        numbers: { maxBytes: bytes },
        fix: [
          {
            text: 'Put large things elsewhere and send a reference (claim check). Producers that send more than the limit are refused from then on.',
            command: `mq config alter --topic ${topic} --delete max.message.bytes`,
          },
        ],
      };
    }
    const brokers = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const bytes = numberOf(configs, 'message.max.bytes') ?? 0;
      return bytes > LIMIT_BYTES ? [{ id: Number(id), bytes }] : [];
    });
    if (brokers.length === 0) return;
    const most = brokers.reduce((worst, { bytes }) => Math.max(worst, bytes), 0);
    yield {
      subject: { type: 'cluster' },
      observed: `message.max.bytes=${most} (${formatBytes(most)}) on ${brokersText(brokers.map(({ id }) => id))}, for every topic that does not say otherwise`,
      numbers: { maxBytes: most },
      fix: [
        {
          text: 'Go back to 1 MiB for all, and allow more only on the topics that need it (max.message.bytes).',
          command: 'mq config alter --all-brokers --set message.max.bytes=1048588',
        },
      ],
    };
  },
});

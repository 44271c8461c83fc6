import { counted } from '../../../lib/counted.ts';
import { clientsThat, held } from '../../evidence/client-setting.ts';
import { isInternal } from '../../evidence/topic-kind.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEY = 'compression.type';

export const recompress = rule({
  id: 'T14',
  name: 'recompress',
  title: 'Brokers compress anew what producers send',
  severity: 'warning',
  why: 'Every batch in another codec is unpacked and packed again by the leader: processor time of the brokers for each record, where it is dearest.',
  remedy: 'Set compression.type=producer.',
  claim: {
    text: 'Producers compress, brokers keep what they get, consumers unpack.',
    places: ['S2:Q35'],
  },
  truth: {
    text: 'So it is with compression.type=producer, the default. Any other value makes the broker bring each batch to that codec; batches that have it already are kept as they are.',
    source: 'Kafka documentation, topic settings: compression.type; LogValidator',
  },
  evidence: ['topicConfigs'],
  optional: ['clients'],
  see: ['mq topic create seen-t14 --config compression.type=gzip', 'mq doctor --only T14 --topic seen-t14'],
  *check({ topicConfigs, clients = [] }) {
    const producers = clientsThat('producer', clients);
    const inheriting = new Map<string, string[]>();
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      const setting = configs[KEY];
      if (setting == null || setting.value === null || setting.value === 'producer' || isInternal(topic)) continue;
      const kept = setting.value === 'uncompressed' ? 'none' : setting.value;
      const codecs = new Set(
        producers
          .filter(({ topics }) => topics.length === 0 || topics.includes(topic))
          .flatMap(client => held(client, KEY) ?? []),
      );
      const others = [...codecs].filter(codec => codec !== kept).sort();
      if (codecs.size > 0 && others.length === 0) continue;
      if (setting.source !== 'topic') {
        inheriting.set(setting.value, [...(inheriting.get(setting.value) ?? []), topic]);
        continue;
      }
      yield {
        subject: { type: 'topic', topic },
        severity: codecs.size > 0 ? 'warning' : 'info', // without their files nobody knows what producers send
        observed: `${KEY}=${setting.value} is set on the topic${others.length > 0 ? `, and producers send ${listText(others)}` : ''}`,
        numbers: { compressionType: setting.value },
        fix: [
          {
            text: `Keep what producers send, and let them compress${kept === 'none' ? '' : ` (${KEY}=${kept} there)`}.`,
            command: `mq config alter --topic ${topic} --set ${KEY}=producer`,
            change: { type: 'set-topic-config', topic, key: KEY, value: 'producer' },
          },
        ],
      };
    }
    for (const [codec, names] of inheriting)
      yield {
        subject: { type: 'cluster' },
        severity: 'info',
        observed: `${KEY}=${codec} is the default of the brokers, for ${counted(names.length, 'topic')}: ${listText(names, 5)}`,
        numbers: { compressionType: codec, topics: names.length },
        fix: [
          {
            text: 'Keep what producers send, and let them compress. A value in server.properties is overruled by this.',
            command: `mq config alter --all-brokers --set ${KEY}=producer`,
            change: { type: 'set-broker-config', broker: '', key: KEY, value: 'producer' },
          },
        ],
      };
  },
});

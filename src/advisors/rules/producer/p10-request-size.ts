import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';

export const requestSize = rule({
  id: 'P10',
  name: 'request-size',
  title: 'A producer may send more than its topic takes',
  severity: 'error',
  why: 'Large records pass the producer’s own check and are refused by the broker (MESSAGE_TOO_LARGE), one by one, in production.',
  remedy: "Align max.request.size with the topic's max.message.bytes.",
  claim: {
    text: 'Records are at most 1 MB by default; message.max.bytes (1000012) has to be at most replica.fetch.max.bytes, or replication fails.',
    places: ['S0:L407'],
  },
  truth: {
    text: 'message.max.bytes and max.message.bytes are 1048588 and count a compressed batch. replica.fetch.max.bytes is no hard limit: the first batch comes whatever its size. What has to agree is the producer’s max.request.size with the topic.',
    source:
      'Kafka documentation, topic configuration: max.message.bytes; broker configuration: replica.fetch.max.bytes; KIP-74',
  },
  evidence: ['clients', 'topicConfigs'],
  see: [
    'mq topic create seen-p10',
    "printf 'mp.messaging.outgoing.seen-p10.max.request.size=5000000\\n' > seen-p10.properties",
    'mq lint seen-p10.properties -b $MQ_BOOTSTRAP_SERVER --only P10',
  ],
  *check({ clients, topicConfigs }) {
    const producers = clientsThat('producer', clients).filter(({ family }) => family !== 'kafkajs');
    yield* elsewhere(producers, 'max.request.size');
    const limits = Object.entries(topicConfigs)
      .filter(([topic]) => !topic.startsWith('__'))
      .flatMap(([topic, configs]) => {
        const bytes = numberOf(configs, 'max.message.bytes');
        return bytes === undefined ? [] : [{ topic, bytes }];
      });
    for (const client of producers) {
      const requestBytes = heldNumber(client, 'max.request.size');
      if (requestBytes === undefined) continue;
      const known = limits.filter(({ topic }) => client.topics.includes(topic));
      const asked = known.length > 0 ? known : limits;
      const tooSmall = asked.filter(({ bytes }) => bytes < requestBytes);
      // Without topics in the file it is only certain when no topic at all takes it.
      if (tooSmall.length === 0 || (known.length === 0 && tooSmall.length < limits.length)) continue;
      const [first] = tooSmall;
      const names = tooSmall
        .slice(0, 3)
        .map(({ topic }) => topic)
        .join(', ');
      yield {
        subject: placeOf(client, 'max.request.size'),
        observed: `max.request.size is ${requestBytes}, and max.message.bytes of ${known.length > 0 ? names : 'every topic'} at most ${Math.max(...tooSmall.map(({ bytes }) => bytes))}`,
        numbers: { requestBytes, topicBytes: first!.bytes },
        fix: [
          {
            text: 'Let the topic take what the producer may send, if such records are meant; brokers and consumers need the memory for it.',
            command: `mq config alter --topic ${first!.topic} --set max.message.bytes=${requestBytes}`,
          },
          { text: `Or bound the producer: max.request.size=${first!.bytes}, and put large contents elsewhere.` },
        ],
      };
    }
  },
});

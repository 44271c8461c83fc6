import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

const KIB = 1024;

export const lingerBatch = rule({
  id: 'P07',
  name: 'linger-batch',
  title: 'A producer for throughput sends small batches',
  severity: 'info',
  why: 'Small batches cost a request each and compress badly: the brokers’ threads are busy long before the network is.',
  remedy: 'Take linger.ms of 5 to 100 and batches of 64 to 200 KiB.',
  claim: {
    text: 'Raise batch.size from 16 KB and set linger.ms, which is 0, to 5–100 ms; too long a linger adds latency.',
    places: ['S2:Q41', 'S0:L198'],
  },
  truth: {
    text: 'linger.ms is 5 by default since 4.0 (0 before); batch.size is still 16384. 64–200 KiB are usual for throughput, as mq’s own threshold.',
    source: 'Kafka upgrade notes 4.0.0; KIP-1030; Kafka documentation, producer configuration: batch.size',
  },
  evidence: ['clients'],
  see: [
    "printf 'acks=all\\nlinger.ms=0\\n' > seen-p07.properties",
    'mq lint seen-p07.properties --profile log --only P07',
  ],
  *check({ clients }, { profile }) {
    if (profile !== 'log') return;
    // librdkafka fills batches of up to 1 MB by default, kafkajs has no buffer of its own.
    const producers = clientsThat('producer', clients).filter(({ family }) => family !== 'kafkajs');
    yield* elsewhere(producers, 'linger.ms', 'batch.size');
    for (const client of producers) {
      const lingerMs = heldNumber(client, 'linger.ms');
      const batchBytes = heldNumber(client, 'batch.size');
      if (lingerMs === undefined || batchBytes === undefined || (lingerMs > 0 && batchBytes > 16 * KIB)) continue;
      const small = [
        ...(lingerMs > 0 ? [] : ['linger.ms=0']),
        ...(batchBytes > 16 * KIB ? [] : [`batch.size=${batchBytes}`]),
      ];
      yield {
        subject: placeOf(client, lingerMs > 0 ? 'batch.size' : 'linger.ms'),
        observed: `${client.name ? `${client.name}: ` : ''}${small.join(' and ')}`,
        numbers: { lingerMs, batchBytes },
        fix: [
          {
            text: 'Take linger.ms=5…100 and batch.size=65536…204800; what is best for a rate can be measured.',
            command: 'mq plan throughput --target 100MB/s',
          },
        ],
      };
    }
  },
});

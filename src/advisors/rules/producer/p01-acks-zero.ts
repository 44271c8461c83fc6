import { aboutSetting, clientsThat, editOf, elsewhere, held, isSaid } from '../../evidence/client-setting.ts';
import { besideIdempotence } from '../../evidence/idempotence.ts';
import { rule } from '../../rule.ts';

export const acksZero = rule({
  id: 'P01',
  name: 'acks-zero',
  title: 'A producer does not wait for any acknowledgement',
  severity: 'error',
  why: 'A record that no broker took is lost without an error: a connection that breaks, a leader that moved, a batch too large for the topic.',
  remedy: 'Set acks=all.',
  claim: {
    text: 'With acks=0 records are lost when a leader fails; as a messaging system acks has to be -1, while log collection may take 0 or 1 for throughput.',
    places: ['S0:L234', 'S0:L433', 'S0:L545', 'S0:L589', 'S2:Q31'],
  },
  truth: {
    text: 'acks is all by default since 3.0. With 0 the broker answers nothing, so retries, offsets of records and idempotence are gone as well.',
    source: 'Kafka documentation, producer configuration: acks; KIP-679',
  },
  evidence: ['clients'],
  see: ['echo acks=0 > seen-p01.properties', 'mq lint seen-p01.properties --only P01'],
  *check({ clients }, { profile }) {
    const producers = clientsThat('producer', clients);
    yield* elsewhere(producers, 'acks');
    for (const client of producers) {
      if (held(client, 'acks') !== '0') continue;
      yield aboutSetting(client, 'acks', {
        severity: profile === 'log' ? 'info' : 'error',
        ...(isSaid(client, 'acks') && besideIdempotence(client, 'acks')),
        fix: [
          {
            text: 'Wait for all replicas in sync: with batches the throughput is nearly the same.',
            ...editOf(client, 'acks', client.family === 'kafkajs' ? '-1' : 'all'),
          },
        ],
      });
    }
  },
});

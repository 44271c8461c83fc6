import {
  aboutSetting,
  clientsThat,
  editOf,
  elsewhere,
  held,
  heldNumber,
  isSaid,
} from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import { idempotenceOf, MOST_IN_FLIGHT } from '../../evidence/idempotence.ts';
import { rule } from '../../rule.ts';

const KEY = 'max.in.flight.requests.per.connection';

export const inflightGt5 = rule({
  id: 'P04',
  name: 'inflight-gt-5',
  title: 'More than five requests in flight do not go with an idempotent producer',
  severity: 'error',
  why: 'The producer refuses to start; before 4.0 it went on without idempotence and said so only in its log.',
  remedy: 'Keep five requests in flight at most.',
  truth: {
    text: 'A broker remembers the last five batches of a producer and partition. Since 4.0 the conflict is an error even where idempotence is only the default; librdkafka refuses it as well.',
    source: 'Kafka upgrade notes 4.0.0; ProducerConfig (tried with 3.9.1, 4.1.1 and 4.3.1)',
  },
  evidence: ['clients'],
  see: [
    'echo max.in.flight.requests.per.connection=10 > seen-p04.properties',
    'mq lint seen-p04.properties --only P04',
  ],
  *check({ clients }) {
    // kafkajs sends an idempotent producer's batches one after the other, whatever it says here.
    const producers = clientsThat('producer', clients).filter(({ family }) => family !== 'kafkajs');
    yield* elsewhere(producers, KEY);
    for (const client of producers) {
      const inFlight = heldNumber(client, KEY);
      if (!isSaid(client, KEY) || inFlight === undefined || inFlight <= MOST_IN_FLIGHT) continue;
      const lost = lostByDefault(client);
      if (!refuses(client) && !lost) continue;
      yield aboutSetting(client, KEY, {
        severity: lost ? 'warning' : 'error',
        observed: `${inFlight} requests in flight, and ${lost ? `Kafka ${client.version} gives idempotence up for it` : 'enable.idempotence is true'}`,
        numbers: { inFlight, most: MOST_IN_FLIGHT },
        fix: [
          { text: 'Five are enough: larger batches fill a connection, not more of them.', ...editOf(client, KEY, '5') },
        ],
      });
    }
  },
});

/** Since 4.0 a Java producer asks this before it looks whether acks or retries would switch idempotence off. */
const refuses = (client: ClientFile) => {
  const since4 = client.family !== 'librdkafka' && Number(client.version.split('.')[0]) >= 4;
  return since4 ? held(client, 'enable.idempotence') === 'true' : idempotenceOf(client)?.on;
};

const lostByDefault = (client: ClientFile) => idempotenceOf(client)?.givenUpFor?.startsWith(KEY) ?? false;

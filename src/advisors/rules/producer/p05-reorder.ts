import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { idempotenceOf } from '../../evidence/idempotence.ts';
import { rule } from '../../rule.ts';

const IN_FLIGHT = 'max.in.flight.requests.per.connection';

export const reorder = rule({
  id: 'P05',
  name: 'reorder',
  title: 'Retries may change the order of records',
  severity: 'error',
  why: 'A batch that failed is sent again behind one that has gone through: an update comes before the insert that it belongs to.',
  remedy: 'Make the producer idempotent.',
  claim: {
    text: 'Retries reorder: 1 fails, 2 and 3 go through, 1 comes again. Order takes synchronous sends, acks other than 0 and one request in flight.',
    places: ['S0:L500', 'S2:Q31'],
  },
  truth: {
    text: 'The idempotent producer keeps order with up to five requests in flight: brokers refuse a batch whose sequence has a gap. Sending one at a time is not needed.',
    source: 'Kafka documentation, producer configuration: enable.idempotence; KIP-98',
  },
  evidence: ['clients'],
  see: ['echo acks=1 > seen-p05.properties', 'mq lint seen-p05.properties --profile ordered --only P05'],
  *check({ clients }, { profile, intents }) {
    const producers = clientsThat('producer', clients).filter(
      ({ topics }) => profile === 'ordered' || topics.some(topic => intents.topics[topic]?.order !== undefined),
    );
    yield* elsewhere(producers, 'enable.idempotence', 'retries', IN_FLIGHT);
    for (const client of producers) {
      const retries = heldNumber(client, 'retries');
      const inFlight =
        heldNumber(client, IN_FLIGHT) ?? (client.family === 'kafkajs' ? Number.POSITIVE_INFINITY : undefined);
      const idempotence = idempotenceOf(client);
      if (idempotence === undefined || idempotence.on || !retries || inFlight === undefined || inFlight <= 1) continue;
      const several = Number.isFinite(inFlight) ? `${inFlight} requests in flight` : 'any number of requests in flight';
      yield {
        subject: placeOf(client, client.settings[IN_FLIGHT] ? IN_FLIGHT : 'retries'),
        observed: `${retries} retries with ${several} and no idempotence${idempotence.givenUpFor ? ` (given up for ${idempotence.givenUpFor})` : ''}`,
        numbers: { retries, ...(Number.isFinite(inFlight) ? { inFlight } : {}) },
        fix: [
          {
            text: 'Make the producer idempotent: acks=all, enable.idempotence=true (kafkajs: idempotent: true), retries above 0.',
          },
        ],
      };
    }
  },
});

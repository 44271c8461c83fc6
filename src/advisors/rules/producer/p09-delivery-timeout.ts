import { clientsThat, editOf, elsewhere, heldNumber, isSaid, placeOf } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const deliveryTimeout = rule({
  id: 'P09',
  name: 'delivery-timeout',
  title: 'A record would have to be delivered before its first request may time out',
  severity: 'error',
  why: 'A Java producer refuses to start with it.',
  remedy: 'Raise delivery.timeout.ms above request.timeout.ms and linger.ms together.',
  truth: {
    text: 'delivery.timeout.ms has to be at least linger.ms + request.timeout.ms. Said explicitly less is an error; where only the others are raised, the producer raises it with them and logs a warning.',
    source: 'KIP-91; ProducerConfig.configureDeliveryTimeout (tried with 3.9.1, 4.1.1 and 4.3.1)',
  },
  evidence: ['clients'],
  see: ['echo delivery.timeout.ms=10000 > seen-p09.properties', 'mq lint seen-p09.properties --only P09'],
  *check({ clients }) {
    const producers = clientsThat('producer', clients).filter(({ family }) => /java|connect|mirrormaker/.test(family));
    yield* elsewhere(producers, 'delivery.timeout.ms', 'request.timeout.ms', 'linger.ms');
    for (const client of producers) {
      const deliveryMs = heldNumber(client, 'delivery.timeout.ms');
      const requestMs = heldNumber(client, 'request.timeout.ms');
      const lingerMs = heldNumber(client, 'linger.ms');
      if (!isSaid(client, 'delivery.timeout.ms') || deliveryMs === undefined) continue;
      if (requestMs === undefined || lingerMs === undefined || deliveryMs >= requestMs + lingerMs) continue;
      const leastMs = Math.max(120_000, requestMs + lingerMs);
      yield {
        subject: placeOf(client, 'delivery.timeout.ms'),
        observed: `delivery.timeout.ms=${deliveryMs} is less than request.timeout.ms ${requestMs} + linger.ms ${lingerMs}`,
        numbers: { deliveryMs, requestMs, lingerMs },
        fix: [
          {
            text: `Raise it to ${leastMs}, or lower request.timeout.ms if records really have to fail that early.`,
            ...editOf(client, 'delivery.timeout.ms', String(leastMs)),
          },
        ],
      };
    }
  },
});

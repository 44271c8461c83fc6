import { aboutSetting, clientsThat, editOf, elsewhere, heldNumber, isSaid } from '../../evidence/client-setting.ts';
import { besideIdempotence } from '../../evidence/idempotence.ts';
import { rule } from '../../rule.ts';

export const retriesZero = rule({
  id: 'P06',
  name: 'retries-zero',
  title: 'A producer gives up at the first error',
  severity: 'warning',
  why: 'Every change of a leader, a rolling restart say, fails the records that are under way; most of them would have gone through a moment later.',
  remedy: 'Leave retries alone, and bound the time with delivery.timeout.ms.',
  claim: {
    text: 'For asynchronous sends where order does not matter: retries=0, and failures into a log file for later.',
    places: ['S2:Q31'],
  },
  truth: {
    text: 'Retries are 2147483647 by default and bounded by delivery.timeout.ms, 120 s. retries=0 also switches idempotence off, and is refused when that is asked for.',
    source: 'Kafka documentation, producer configuration: retries, delivery.timeout.ms; KIP-91; ProducerConfig',
  },
  evidence: ['clients'],
  see: ["printf 'acks=all\\nretries=0\\n' > seen-p06.properties", 'mq lint seen-p06.properties --only P06'],
  *check({ clients }) {
    const producers = clientsThat('producer', clients);
    yield* elsewhere(producers, 'retries');
    for (const client of producers) {
      if (!isSaid(client, 'retries') || heldNumber(client, 'retries') !== 0) continue;
      const javas = client.family === 'kafkajs' ? undefined : '2147483647';
      yield aboutSetting(client, 'retries', {
        ...besideIdempotence(client, 'retries'),
        fix: [
          {
            text: 'Leave it at the default, and bound the time with delivery.timeout.ms where records get too old.',
            ...(javas ? editOf(client, 'retries', javas) : {}),
          },
        ],
      });
    }
  },
});

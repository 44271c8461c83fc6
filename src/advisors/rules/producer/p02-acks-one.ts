import { aboutSetting, clientsThat, editOf, elsewhere, held, isSaid } from '../../evidence/client-setting.ts';
import { besideIdempotence } from '../../evidence/idempotence.ts';
import { rule } from '../../rule.ts';

export const acksOne = rule({
  id: 'P02',
  name: 'acks-one',
  title: 'A producer waits for the leader only',
  severity: 'warning',
  why: 'What the leader acknowledged and no follower has fetched yet is gone when the leader fails, and nobody is told.',
  remedy: 'Set acks=all, with min.insync.replicas=2 on the topic.',
  claim: {
    text: 'acks=1 loses records when the leader fails before its followers have them; one of the case studies lost three in a thousand and went to acks=-1.',
    places: ['S0:L234', 'S0:L433', 'S0:L545', 'S0:L589'],
  },
  truth: {
    text: 'acks=all waits for all replicas that are in sync, min.insync.replicas is the least there have to be. acks other than all switches the idempotent producer off without a word.',
    source: 'Kafka documentation, producer configuration: acks; KIP-679; ProducerConfig',
  },
  evidence: ['clients'],
  see: ['echo acks=1 > seen-p02.properties', 'mq lint seen-p02.properties --only P02'],
  *check({ clients }, { profile }) {
    const producers = clientsThat('producer', clients);
    yield* elsewhere(producers, 'acks');
    for (const client of producers) {
      if (held(client, 'acks') !== '1') continue;
      yield aboutSetting(client, 'acks', {
        severity: profile === 'log' ? 'info' : 'warning',
        ...(isSaid(client, 'acks') && besideIdempotence(client, 'acks')),
        fix: [
          {
            text: 'Wait for all replicas in sync, and have min.insync.replicas=2 on topics with three replicas.',
            ...editOf(client, 'acks', client.family === 'kafkajs' ? '-1' : 'all'),
          },
        ],
      });
    }
  },
});

import { aboutSetting, clientsThat, elsewhere, held } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const resetLatest = rule({
  id: 'C06',
  name: 'reset-latest',
  title: 'A consumer that must not miss a record begins at the end',
  severity: 'warning',
  why: 'Where no offset is committed (a new group, a new partition, an offset that retention overtook or that expired), everything written before is skipped without a word.',
  remedy: 'Set auto.offset.reset=earliest.',
  truth: {
    text: 'auto.offset.reset is latest by default. New partitions are noticed up to metadata.max.age.ms late: what was written to them by then is skipped. earliest begins at the beginning, by_duration (4.0) some time back, none fails.',
    source: 'Kafka documentation, consumer configuration: auto.offset.reset; KIP-1106',
  },
  evidence: ['clients'],
  see: [
    'echo auto.offset.reset=latest > seen-c06.properties',
    'mq lint seen-c06.properties --profile messaging --only C06',
  ],
  *check({ clients }, { profile }) {
    if (profile !== 'messaging' && profile !== 'ordered') return;
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'auto.offset.reset');
    for (const client of consumers) {
      if (held(client, 'auto.offset.reset') !== 'latest') continue;
      yield aboutSetting(client, 'auto.offset.reset', {
        fix: [
          {
            text:
              client.family === 'kafkajs'
                ? 'Subscribe with fromBeginning: true; it counts only where nothing is committed.'
                : 'Say earliest; it counts only where nothing is committed.',
          },
        ],
      });
    }
  },
});

import { aboutSetting, clientsThat, elsewhere, heldNumber, isSaid } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

/** mq's own threshold: a change of leaders takes longer. */
const SHORT_MS = 1000;

export const bufferBlock = rule({
  id: 'P14',
  name: 'buffer-block',
  title: 'A producer drops records as soon as its buffer is full',
  severity: 'warning',
  why: 'A second without a leader fills the buffer at a high rate; what comes after fails at once instead of waiting for it.',
  remedy: 'Leave max.block.ms at a minute, and hand records to a thread that may wait.',
  claim: {
    text: 'With asynchronous sends and a full buffer records are lost; block until there is room instead of clearing the buffer.',
    places: ['S0:L234', 'S2:Q40'],
  },
  truth: {
    text: 'send() waits max.block.ms (60 s) for room and for metadata, then throws a TimeoutException. Nothing in the buffer is ever thrown away for new records.',
    source:
      'Kafka documentation, producer configuration: max.block.ms, buffer.memory; the second is mq’s own threshold',
  },
  evidence: ['clients'],
  see: ['echo max.block.ms=0 > seen-p14.properties', 'mq lint seen-p14.properties --only P14'],
  *check({ clients }) {
    const producers = clientsThat('producer', clients);
    yield* elsewhere(producers, 'max.block.ms');
    for (const client of producers) {
      const blockMs = heldNumber(client, 'max.block.ms');
      if (!isSaid(client, 'max.block.ms') || blockMs === undefined || blockMs >= SHORT_MS) continue;
      yield aboutSetting(client, 'max.block.ms', {
        numbers: { blockMs },
        fix: [
          {
            text: 'Leave it at 60000. Where a thread must not wait, hand records to one that may, with a bounded queue that says when it is full.',
          },
        ],
      });
    }
  },
});

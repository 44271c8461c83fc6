import { clientsThat, held, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { codeFindings, sourcesMissing } from '../../evidence/code.ts';
import { rule } from '../../rule.ts';

export const setnxUnsafe = rule({
  id: 'C11',
  name: 'setnx-unsafe',
  title: 'The key against duplicates does not hold as long as a record may come again',
  severity: 'error',
  why: 'A key that is deleted too early lets the record in twice; one that never ends, written before the work, loses the record when the work fails.',
  remedy: 'Keep remembered ids longer than any redelivery, and do not delete them on commit.',
  claim: {
    text: 'Set the order’s id in Redis with SETNX when it is consumed, and delete it after the offset is committed.',
    places: ['S0:L465'],
  },
  truth: {
    text: 'Deleting the key after the commit opens the window again: a record may come again later (a rebalance, a reset of offsets). A crash between SETNX and the work loses it. Take SET NX with a time to live longer than a record may come back, write done into it after the work, and leave it.',
    source: 'Redis documentation, SET NX and SETNX; mq’s own analysis',
  },
  evidence: ['clients'],
  see: [
    "printf 'import org.apache.kafka.clients.consumer.KafkaConsumer;\\nKafkaConsumer<String, String> consumer;\\njedis.setnx(id, one);\\n' > seen-c11.java",
    'mq lint seen-c11.java --only C11',
  ],
  *check({ clients }, { intents }) {
    yield* sourcesMissing(clients);
    yield* codeFindings(clients, 'setnx-without-ttl', {
      fix: [{ text: 'SET key working NX EX ttl in one command, SET key done XX EX ttl after the work.' }],
    });
    yield* codeFindings(clients, 'deduplication-key-deleted', {
      fix: [{ text: 'Leave the key: its time to live takes it away when no record can come back any more.' }],
    });
    for (const client of clientsThat('consumer', clients)) {
      const group = held(client, 'group.id');
      const intent = group === undefined ? undefined : intents.groups[group];
      if (intent?.deduplication !== 'store') continue;
      const ttlMs = intent.deduplicationTtlMs;
      const windowMs =
        (heldNumber(client, 'max.poll.interval.ms') ?? 0) + (heldNumber(client, 'session.timeout.ms') ?? 0);
      if (ttlMs === undefined || ttlMs >= windowMs) continue;
      yield {
        subject: placeOf(client, 'group.id'),
        observed: `keys live ${ttlMs} ms, and a record may come again after ${windowMs} ms (max.poll.interval.ms + session.timeout.ms)`,
        numbers: { ttlMs, windowMs },
        fix: [{ text: `Keep them for at least ${windowMs} ms; a day costs little and outlives a restart.` }],
      };
    }
  },
});

import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const bufferVsPartitions = rule({
  id: 'P08',
  name: 'buffer-vs-partitions',
  title: 'A producer’s buffer is smaller than one batch for each partition',
  severity: 'warning',
  why: 'Every partition that has records under way holds a batch. Without room for all of them send() blocks up to max.block.ms and then fails.',
  remedy: 'Raise buffer.memory above partitions × batch.size.',
  claim: {
    text: 'Producers keep a batch of 16 KB for every partition, so their memory grows with the partitions; raise buffer.memory from 32 MB to 64 MB.',
    places: ['S2:Q33', 'S2:Q41'],
  },
  truth: {
    text: 'So it is: a batch takes batch.size at once, and buffer.memory (32 MiB) bounds all of them together. 2048 partitions fill it with the defaults.',
    source: 'Kafka documentation, producer configuration: buffer.memory, batch.size; RecordAccumulator, BufferPool',
  },
  evidence: ['clients', 'topics'],
  see: [
    'mq topic create seen-p08 --partitions 3',
    "printf 'acks=all\\nbuffer.memory=16384\\n' > seen-p08.properties",
    'mq lint seen-p08.properties -b $MQ_BOOTSTRAP_SERVER --only P08',
  ],
  *check({ clients, topics }) {
    const producers = clientsThat('producer', clients).filter(
      ({ family }) => family !== 'kafkajs' && family !== 'librdkafka',
    );
    yield* elsewhere(producers, 'buffer.memory', 'batch.size');
    const users = topics.filter(({ internal }) => !internal);
    for (const client of producers) {
      const bufferBytes = heldNumber(client, 'buffer.memory');
      const batchBytes = heldNumber(client, 'batch.size');
      if (bufferBytes === undefined || batchBytes === undefined) continue;
      const known = users.filter(({ name }) => client.topics.includes(name));
      const partitionsOf = (some: typeof users) => some.reduce((sum, { partitions }) => sum + partitions.length, 0);
      // Without topics in the file the widest one is the least that has to fit.
      const widest = users.reduce<(typeof users)[number] | undefined>(
        (most, topic) => (topic.partitions.length > (most?.partitions.length ?? 0) ? topic : most),
        undefined,
      );
      const asked = known.length > 0 ? known : widest ? [widest] : [];
      const partitions = partitionsOf(asked);
      if (partitions * batchBytes <= bufferBytes) continue;
      const names = asked.map(({ name }) => name).join(', ');
      yield {
        subject: placeOf(client, client.settings['buffer.memory'] ? 'buffer.memory' : 'batch.size'),
        observed: `${known.length > 0 ? names : `if it writes to ${names}`}: ${partitions} partitions × batch.size ${batchBytes} = ${partitions * batchBytes} bytes, and buffer.memory is ${bufferBytes}`,
        numbers: { partitions, batchBytes, bufferBytes },
        fix: [
          {
            text: `Raise buffer.memory to at least ${partitions * batchBytes}, twice that for comfort, or lower batch.size.`,
          },
        ],
      };
    }
  },
});

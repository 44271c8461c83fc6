import { lesson } from '../lesson.ts';

export const producer = lesson({
  id: 'S05',
  name: 'producer',
  title: 'Inside a producer: interceptor, serializer, partitioner, batches',
  words: ['interceptor', 'serializer', 'partitioner', 'sender', 'accumulator', 'batching'],
  places: ['S0:L130', 'S0:L138'],
  document:
    'The calling thread runs interceptor, serializer and partitioner and puts the record into a buffer; a sender thread takes batches out of it and sends them.',
  today: [
    'The buffer holds a queue of batches per partition. A batch leaves when it is full (batch.size) or old (linger.ms, 5 ms since 4.0), and all that are ready for one broker leave in one request.',
    'Records without a key stick to a partition until a batch is full (KIP-794), because twenty half-empty batches cost more than a moment of unevenness.',
  ],
  drawing: `
  calling thread                                sender thread
  record ► intercept ► serialize ► partition ►┌ p0 [■■■■][■■ ]┐► broker 1
                                              │ p1 [■■■]      │
                                              └ p2 [■■■■][■  ]┘► broker 2
                                  buffer.memory 32 MiB`,
  claims: [22, 34, 35],
  see: [
    { run: 'mq topic create seen-s05 --partitions 3', shows: 'three partitions', expect: 'seen-s05' },
    { run: 'seq 1 1000 | mq produce seen-s05 --compression lz4', shows: 'a thousand records, few batches', expect: '' },
    {
      run: "mq consume seen-s05 --exit --max-records 3 --format '%p %o %v\\n'",
      shows: 'partition, offset, value',
      expect: '0',
    },
  ],
  advice:
    'Batches are where throughput comes from. mq plan throughput computes batch.size, linger.ms and buffer.memory for a rate.',
  rules: ['P07', 'P08', 'P11', 'P14'],
  sources: ['Kafka: RecordAccumulator, Sender', 'KIP-794', 'KIP-1030'],
});

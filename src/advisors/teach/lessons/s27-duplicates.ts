import { lesson } from '../lesson.ts';

export const duplicates = lesson({
  id: 'S27',
  name: 'duplicates',
  title: 'Duplicates: idempotent producer, and a sink that notices',
  words: [
    'idempotence',
    'pid',
    'sequence',
    'setnx',
    'redis',
    'unique key',
    'state machine',
    'exactly once',
    'transactions',
  ],
  places: ['S0:L465', 'S0:L545', 'S2:Q38'],
  document:
    'A producer that retries writes twice; with a producer id and sequence numbers the broker drops the second. Consumers guard themselves by a unique key, Redis SETNX, a state machine, or a sink that is idempotent by nature.',
  today: [
    'The broker remembers the last five batches of each producer and partition; a repeated one is answered as if it were new. It holds within one run of a producer: a restarted one has a new id, unless it is transactional.',
    "A transaction writes results and consumed positions together; readers with read_committed see both or nothing. That is exactly once from Kafka to Kafka. Towards a database it takes the database's help.",
    'SETNX and deleting the key on commit re-opens the window it is to close.',
  ],
  drawing: `
  PID 7  seq 0..4  ► stored        ack lost
  PID 7  seq 0..4  ► known: acknowledged again, not stored
  PID 7  seq 9..   ► OUT_OF_ORDER_SEQUENCE_NUMBER: something is missing`,
  claims: [18, 19, 39],
  see: [
    { run: 'mq topic create seen-s27', shows: 'a topic', expect: 'seen-s27' },
    { run: 'seq 1 3 | mq produce seen-s27', shows: 'mq produces idempotently', expect: '' },
    { run: 'mq consume seen-s27 --exit --isolation read_committed', shows: 'three records, none twice', expect: '3' },
  ],
  advice: 'Leave enable.idempotence on (in kafkajs: switch it on), and give every business event an id of its own.',
  rules: ['P03', 'P04', 'C07', 'C10', 'C11'],
  sources: ['KIP-98', 'KIP-360', 'KIP-890'],
});

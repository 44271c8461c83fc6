import { lesson } from '../lesson.ts';

export const messageFormat = lesson({
  id: 'S14',
  name: 'message-format',
  title: 'What a record looks like: magic 0, 1 and 2',
  words: ['magic', 'crc', 'attributes', 'record batch', 'timestamp', 'headers'],
  places: ['S0:L222'],
  document:
    'A message is a header of magic and CRC32, with a byte of attributes from magic 1 on, and a body of key and value.',
  today: [
    'Since 0.11 the unit is the batch (magic 2): one header of 61 bytes with CRC-32C, codec, first timestamp, producer id, epoch and first sequence; then records whose offset and time are differences of one or two bytes.',
    'The old formats had attributes both; what magic 1 added is the timestamp. 4.x brokers read old files and write magic 2 only.',
  ],
  drawing: `
  batch  │ base offset │ length │ leader epoch │ 2 │ CRC-32C │ attributes │
         │ last offset │ times │ producer id, epoch, sequence │ n │
  record │ length │ 0 │ +time │ +offset │ key │ value │ headers │
         n of them, compressed as a whole`,
  claims: [11, 27],
  see: [
    { run: 'mq topic create seen-s14', shows: 'a topic', expect: 'seen-s14' },
    {
      run: "echo 'k:v' | mq produce seen-s14 --key-delimiter : --header trace=abc",
      shows: 'a record with key and header',
      expect: '',
    },
    {
      run: 'mq consume seen-s14 --exit --output jsonl',
      shows: 'offset, timestamp and its type, key, value, headers',
      expect: 'trace',
    },
  ],
  advice: 'Clients older than 2.1 cannot talk to Kafka 4: mq broker dev tells of requests in versions that are gone.',
  rules: ['T12', 'T13', 'T21'],
  sources: ['Kafka documentation, Message Format', 'KIP-98', 'KIP-724', 'KIP-896'],
});

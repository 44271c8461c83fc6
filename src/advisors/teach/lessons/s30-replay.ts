import { lesson } from '../lesson.ts';

export const replay = lesson({
  id: 'S30',
  name: 'replay',
  title: 'Going back in time: offsetsForTimes and seek',
  words: ['offsetsfortimes', 'seek', 'reset offsets', 'rewind', 'backtrack'],
  places: ['S0:L520'],
  document: 'After a bug has been mended, look up the offsets of a time and consume from there again.',
  today: [
    'The lookup gives the first record, in order of offsets, that is not older than the time. Producers set times, so a few records around it may be on the wrong side.',
    'When no record is that young the answer is "none"; tools that make "the end" of it skip what comes next. What retention has taken is gone.',
    'The group must be empty: offsets of a running group are overwritten by its next commit.',
  ],
  drawing: `
  offset     100   101   102   103   104
  time     10:00 10:02 10:01 10:03 10:04
  from 10:02 ───►▲     (102 is read again, though older)`,
  claims: [43],
  see: [
    { run: 'mq topic create seen-s30', shows: 'a topic', expect: 'seen-s30' },
    {
      run: 'seq 1 3 | mq produce seen-s30 && mq consume seen-s30 --group seen-s30-a --commit --exit',
      shows: 'read to the end',
      expect: '3',
    },
    {
      run: 'mq replay --group seen-s30-a --topic seen-s30 --from-time -1h --yes',
      shows: 'what each partition goes back to, and the file that undoes it',
      expect: 'exact',
    },
    { run: 'mq consume seen-s30 --group seen-s30-a --exit', shows: 'once more', expect: '3' },
  ],
  advice: 'Stop the consumers, mq replay --dry-run, then without; check first that the sink stands duplicates.',
  rules: ['D16', 'G10', 'C10'],
  sources: ['Kafka: KafkaConsumer.offsetsForTimes', 'KIP-122'],
});

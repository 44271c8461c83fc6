import { lesson } from '../lesson.ts';

export const duplicatesAndGaps = lesson({
  id: 'S06',
  name: 'duplicates-and-gaps',
  title: 'Processed twice or not at all: when to commit',
  words: ['at least once', 'at most once', 'commit', 'duplicate', 'missed', 'loss'],
  places: ['S0:L146', 'S0:L465', 'S2:Q38'],
  document:
    'Who processes first and commits then may process twice; who commits first may lose. Remedies are a unique id per record or a unique key in the database.',
  today: [
    'There is no third way without help from outside: a crash falls between the two steps, whatever their order. At least once plus a sink that notices duplicates is what most need; transactions make it exactly once as long as the result goes back to Kafka.',
    'Automatic commits are at least once in a plain poll loop, and at most once as soon as records are handed to other threads.',
  ],
  drawing: `
  process ─ commit     crash between:  ✗ done, not committed   ► comes again
  commit  ─ process    crash between:  ✗ committed, not done   ► never comes`,
  claims: [15, 39],
  see: [
    { run: 'mq topic create seen-s06', shows: 'one partition', expect: 'seen-s06' },
    { run: 'seq 1 3 | mq produce seen-s06', shows: 'three records', expect: '' },
    {
      run: 'mq consume seen-s06 --group seen-s06-a --exit',
      shows: 'processed, not committed: as if it had crashed',
      expect: '3',
    },
    { run: 'mq consume seen-s06 --group seen-s06-a --commit --exit', shows: 'so all of it comes again', expect: '3' },
  ],
  advice: 'Process, then commit; make the sink refuse what it has. mq replay needs the same quality of your sink.',
  rules: ['C01', 'C10', 'C12', 'C13'],
  sources: ['Kafka documentation, Design: Message Delivery Semantics', 'Kafka: KafkaConsumer'],
});

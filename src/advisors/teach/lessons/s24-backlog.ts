import { lesson } from '../lesson.ts';

export const backlog = lesson({
  id: 'S24',
  name: 'backlog',
  title: 'A backlog: faster consumers, more of them, or a wider topic',
  words: ['lag', 'backlog', 'drain', 'wide topic', 'catch up'],
  places: ['S0:L420', 'S0:L545'],
  document:
    'Add partitions and consumers together, fetch more per poll, or in an emergency relay the backlog to a new topic with many partitions and read that with many consumers. More partitions break the place of keys.',
  today: [
    'First ask whether it will catch up: lag / (consumed per second − produced per second), held against the retention.',
    'Adding partitions helps new records only; what is there stays in the old ones. The relay helps what is there. Its records keep their times, so the new topic needs enough retention.',
  ],
  drawing: `
  orders (3) ─► relay, order per key kept ─► orders-wide (24) ─► consumers
     lag 4 M       mq backlog drain                lag shrinks 8 × as fast`,
  claims: [1, 25, 29],
  see: [
    { run: 'mq topic create seen-s24 --partitions 2', shows: 'a narrow topic', expect: 'seen-s24' },
    {
      run: "seq 1 2000 | sed 's/.*/&:v&/' | mq produce seen-s24 --key-delimiter :",
      shows: 'two thousand records with keys',
      expect: '',
    },
    {
      run: 'mq consume seen-s24 --group seen-s24-a --commit --max-records 1',
      shows: 'a group that has read one',
      expect: 'v',
    },
    {
      run: 'mq backlog drain --topic seen-s24 --group seen-s24-a --to seen-s24-wide --create --partitions 8 --yes',
      shows: 'plan, move, verification',
      expect: 'Verified',
    },
    { run: 'mq topic describe seen-s24-wide', shows: 'the records in eight partitions', expect: 'seen-s24-wide' },
  ],
  advice: 'mq doctor --only G03 for whether, mq plan migrate for the steps, mq backlog drain --dry-run for the plan.',
  rules: ['G01', 'G02', 'G03', 'G05', 'C08', 'D14', 'D15'],
  sources: ['Kafka documentation, Basic Kafka Operations: Modifying topics'],
});

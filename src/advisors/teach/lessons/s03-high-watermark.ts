import { lesson } from '../lesson.ts';

export const highWatermark = lesson({
  id: 'S03',
  name: 'high-watermark',
  title: 'LEO and high watermark: what consumers may see',
  words: ['hw', 'leo', 'truncation', 'leader epoch', 'log end offset'],
  places: ['S0:L110', 'S2:Q36'],
  document:
    'Each replica has a log end offset; the smallest of them is the high watermark, up to which consumers read. After a failure followers cut back to the high watermark and fetch from the new leader.',
  today: [
    'The high watermark is the smallest log end offset of the replicas in sync. Whatever is below it survives as long as one of them does; whatever is above may vanish with a leader, which is why nobody is shown it.',
    "Followers cut back by leader epoch: each leader's reign has a number, kept beside the log, and a follower asks where its last one ended. The high watermark was not good enough for that, for a follower learns of it one fetch late.",
    'With transactions there is a third mark: the last stable offset, before the first open transaction. read_committed reads up to there.',
  ],
  drawing: `
  leader 1    ▓▓▓▓▓▓▓▓▓▓▓▓░░░   LEO 15
  follower 2  ▓▓▓▓▓▓▓▓▓▓▓▓░     LEO 13        ▓ below HW 12: visible, safe
  follower 3  ▓▓▓▓▓▓▓▓▓▓▓▓      LEO 12        ░ above it: not yet`,
  claims: [9, 10],
  see: [
    { run: 'mq topic create seen-s03', shows: 'one partition', expect: 'seen-s03' },
    { run: 'seq 1 5 | mq produce seen-s03', shows: 'offsets 0 to 4', expect: '' },
    { run: 'mq topic describe seen-s03', shows: 'the end offset is the next one to be written', expect: '5' },
  ],
  advice:
    'Lag is measured against the high watermark (against the last stable offset under read_committed). A gap between the two for minutes is a hanging transaction.',
  rules: ['B02', 'G10'],
  sources: ['KIP-101', 'KIP-279', 'Kafka: Partition.maybeIncrementLeaderHW'],
});

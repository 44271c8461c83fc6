import { lesson } from '../lesson.ts';

export const queueAndPublishSubscribe = lesson({
  id: 'S01',
  name: 'queue-and-publish-subscribe',
  title: 'Queue and publish-subscribe: one topic, many groups',
  words: ['unicast', 'broadcast', 'queue', 'pub/sub', 'group'],
  places: ['S0:L218', 'S2:Q37'],
  document:
    'A queue gives each message to one reader, publish-subscribe gives it to all. Kafka does both with groups: every group gets the whole topic, and inside a group each record goes to one member.',
  today: [
    'Reading removes nothing. A group is a name under which positions are committed; a new group costs a few commits, so broadcasting to a tenth reader is free for the topic.',
    'Inside a group the unit is the partition, not the record: members share partitions. Share groups (4.2) hand out single records, as queues do, and give up order for it.',
  ],
  drawing: `
            ┌─ partition 0 ─┐      group billing      group audit
  orders ───┼─ partition 1 ─┼───►  m1: 0,1  m2: 2     m1: 0,1,2
            └─ partition 2 ─┘      each record once   each record once`,
  claims: [25, 37],
  see: [
    { run: 'mq topic create seen-s01 --partitions 3', shows: 'a topic of three partitions', expect: 'seen-s01' },
    { run: "printf 'a\\nb\\nc\\n' | mq produce seen-s01", shows: 'three records', expect: '' },
    {
      run: 'mq consume seen-s01 --group seen-s01-billing --commit --exit',
      shows: 'the first group reads all',
      expect: 'b',
    },
    {
      run: 'mq consume seen-s01 --group seen-s01-audit --commit --exit',
      shows: 'so does the second: broadcast',
      expect: 'b',
    },
    {
      run: 'mq group describe seen-s01-billing',
      shows: 'lag 0: inside its group each record is done once',
      expect: 'seen-s01',
    },
  ],
  advice: "One group per purpose, never one group for two purposes: they would steal each other's records.",
  rules: ['G04', 'G08', 'T01'],
  sources: ['Kafka documentation, Design: The Consumer', 'KIP-932'],
});

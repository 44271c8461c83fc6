import { lesson } from '../lesson.ts';

export const retention = lesson({
  id: 'S22',
  name: 'retention',
  title: 'Retention: delete and compact, whoever has read',
  words: ['cleanup.policy', 'retention.ms', 'retention.bytes', 'compact', 'compaction', 'delete', 'tombstone'],
  places: ['S0:L397'],
  document: 'Old data is deleted, or compacted to the newest of each key. Only data that has been consumed goes.',
  today: [
    'The last sentence is wrong: retention does not know consumers. By time it looks at the newest timestamp of a segment, by size at the partition, not at the topic.',
    'compact,delete does both. A tombstone (null value) deletes a key and stays for delete.retention.ms, so that slow readers see it.',
    'Old records that are copied into a new topic keep their old times, and can be deleted at once.',
  ],
  drawing: `
  now ─ 7 d                                             now
   │ deleted │ segment │ segment │ active segment        │
   ▲ committed offset of a slow group was here: lost`,
  claims: [29, 30],
  see: [
    {
      run: 'mq topic create seen-s22 --config retention.ms=3600000 --config cleanup.policy=compact,delete',
      shows: 'both policies',
      expect: 'seen-s22',
    },
    { run: 'mq topic describe seen-s22', shows: 'what the topic sets', expect: 'compact' },
  ],
  advice: 'Hold retention against the slowest group: mq doctor --only T06, mq plan retention.',
  rules: ['T06', 'T07', 'T08', 'T09', 'T12', 'G10', 'D15'],
  sources: ['Kafka documentation, Topic Configs', 'KIP-71', 'KIP-534'],
});

import { lesson } from '../lesson.ts';

export const segmentsAndIndexes = lesson({
  id: 'S21',
  name: 'segments-and-indexes',
  title: 'Segments, offset index, time index',
  words: ['segment', 'index', 'timeindex', 'log', 'storage', 'file handles'],
  places: ['S0:L323', 'S2:Q33'],
  document:
    'A partition is a directory; each segment is a log file and two indexes, three open files. The indexes are sparse and say where to start reading.',
  today: [
    'A segment ends at segment.bytes (1 GiB) or segment.ms (7 days). An index entry is written per 4 KiB of log: 8 bytes for an offset, 12 for a time. Both are mapped into memory, which counts against vm.max_map_count, and closed: one handle per segment stays open.',
    'Segments are deleted as a whole, when their newest record has expired; the active one too, and a new one is begun. So where writing never stops, a record may live for retention.ms and segment.ms together. Only closed segments are compacted.',
  ],
  drawing: `
  orders-0/
    00000000000000000000.log        records from 0 on
    00000000000000000000.index      offset 4100 → byte 1,048,604
    00000000000000000000.timeindex  10:15:02.120 → offset 4100
    00000000000000352117.log        the active one`,
  claims: [4],
  see: [
    {
      run: 'mq topic create seen-s21 --config segment.bytes=1048576',
      shows: 'small segments, 1 MiB at least since 4.0',
      expect: 'seen-s21',
    },
    { run: 'mq topic describe seen-s21', shows: 'the setting, and that the topic sets it', expect: 'segment.bytes' },
  ],
  advice: 'mq plan storage counts files and map areas for a topic before a broker does.',
  rules: ['B23', 'B24', 'T10', 'T11'],
  sources: ['Kafka documentation, Log; Hardware and OS', 'Kafka: OffsetIndex, TimeIndex'],
});

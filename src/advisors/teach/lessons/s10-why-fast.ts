import { lesson } from '../lesson.ts';

export const whyFast = lesson({
  id: 'S10',
  name: 'why-fast',
  title: 'Why it is fast: page cache, appending, zero copy, batches, pull',
  words: ['zero copy', 'sendfile', 'page cache', 'sequential', 'pull', 'sparse index', 'performance'],
  places: ['S0:L186', 'S0:L323', 'S2:Q35'],
  document:
    'Kafka appends to files, leaves caching to the operating system, sends from the cache to the socket without copying, moves batches instead of records, compresses them, finds offsets by a sparse index, and lets consumers pull at their own pace.',
  today: [
    'All of that holds. Zero copy (sendfile) works on plain connections only: with TLS every byte passes through the broker.',
    'The batch is the same bytes from producer to disk to consumer. Whatever makes the broker rewrite it, another compression.type on the topic above all, costs most of the advantage.',
    'The memory that matters is not the heap but what is left for the page cache.',
  ],
  drawing: `
  producer ► batch ► [page cache ] ► disk (later, by the OS)
                          │ sendfile
  consumer ◄──────────────┘          reads near the end never touch a disk`,
  claims: [26],
  see: [
    { run: 'mq topic create seen-s10', shows: 'a topic', expect: 'seen-s10' },
    {
      run: 'seq 1 5000 | mq produce seen-s10 --compression zstd',
      shows: 'five thousand records in a few compressed batches',
      expect: '',
    },
    { run: 'mq consume seen-s10 --from -2 --exit', shows: 'the end is found by index, not by reading', expect: '5000' },
  ],
  advice:
    'Leave compression.type=producer, memory to the page cache (heap 6 GB is plenty), and readers close to the end.',
  rules: ['B49', 'B50', 'T14', 'T15'],
  sources: ['Kafka documentation, Design: Persistence, Efficiency', 'Kafka documentation, Hardware and OS'],
});

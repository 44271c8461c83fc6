import { lesson } from '../lesson.ts';

export const deadLetters = lesson({
  id: 'S25',
  name: 'dead-letters',
  title: 'Dead letters: out of the way, not out of the world',
  words: ['dlq', 'dlt', 'poison', 'poison pill', 'retry topic', 'dead letter queue'],
  places: ['S0:L420'],
  document:
    'Records that a consumer cannot process, for their format or for a bug, go to another topic, so that those behind them get on. Kafka has nothing for it; use a plug-in.',
  today: [
    'Connect sinks, Streams (4.2) and share groups (4.4) write dead letters themselves. A plain consumer does it in its error branch: produce to the dead letter topic, wait for the acknowledgement, then commit.',
    'A dead letter needs its origin (topic, partition, offset), the error and the attempts in headers, at least as many partitions as its source when the partition number is kept, and a longer retention.',
  ],
  drawing: `
  orders ─► consumer ─ ok ─────────────► done
               └─ fails n times ─► orders-dlq  (mq.orig.*, mq.error.*)
                                      └─ after the fix ─► back to orders`,
  claims: [31],
  see: [
    {
      run: 'mq topic create seen-s25 seen-s25-dlq',
      shows: 'a topic and the one for its dead letters',
      expect: 'seen-s25-dlq',
    },
    { run: "echo '{broken' | mq produce seen-s25", shows: 'a record that nobody can parse', expect: '' },
    {
      run: 'mq consume seen-s25 --exit | mq produce seen-s25-dlq --header mq.orig.topic=seen-s25 --header mq.orig.partition=0 --header mq.orig.offset=0 --header mq.error.class=SyntaxError',
      shows: 'aside, with its origin',
      expect: '',
    },
    { run: 'mq consume seen-s25-dlq --exit --output jsonl', shows: 'what an operator finds', expect: 'mq.orig.offset' },
  ],
  advice: 'Somebody has to read it: a dead letter topic without a consumer or an alert is a bin.',
  rules: ['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D07', 'D13'],
  sources: ['KIP-298', 'KIP-1034', 'KIP-1191'],
});

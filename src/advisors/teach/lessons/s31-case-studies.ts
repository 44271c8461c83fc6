import { lesson } from '../lesson.ts';

export const caseStudies = lesson({
  id: 'S31',
  name: 'case-studies',
  title: 'Four cases: logs, monitoring, customer assets, messaging',
  words: ['log collection', 'monitoring', 'alarms', 'assets', 'messaging', 'template', 'profile'],
  places: ['S0:L589'],
  document:
    "A broker house collects 5 TB of logs a day and may lose some (acks 0 or 1, automatic commits). Its monitoring lost 3 in 1,000 until acks=-1, more brokers, more partitions and one topic per kind. Customers' assets came out wrong until account, stock and market became the key. Its messaging sent twice until consumers checked Redis.",
  today: [
    'Each is a profile of mq doctor and mq lint, and a template: log, latency, ordered, messaging.',
    'Two of the choices would be made differently now: acks=all with idempotence costs little more than acks=1, and ids in a database beat SETNX with deletion.',
  ],
  drawing: `
  log        throughput first     acks=1, lz4, auto commit
  latency    seconds to alarm     acks=all, small linger, several topics
  ordered    right order          key = account + stock, idempotence
  messaging  once                 manual commit, unique id in the sink`,
  claims: [15, 18, 39],
  see: [
    { run: 'mq topic create seen-s31 --partitions 3', shows: 'the trades of the third case', expect: 'seen-s31' },
    {
      run: "printf '4711-600000-SH:buy 600\\n4711-600000-SH:buy 400\\n' | mq produce seen-s31 --key-delimiter :",
      shows: 'account, stock and market as the key',
      expect: '',
    },
    {
      run: "mq consume seen-s31 --exit --format '%p %v\\n'",
      shows: 'both in one partition, in order',
      expect: 'buy 400',
    },
  ],
  advice: 'mq template list; then mq doctor --profile with the one that is yours.',
  rules: ['P01', 'P02', 'T17', 'T23', 'C01', 'C10', 'B33'],
  sources: ['first operations document, line 589'],
});

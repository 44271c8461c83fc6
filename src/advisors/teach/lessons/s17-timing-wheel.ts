import { lesson } from '../lesson.ts';

export const timingWheel = lesson({
  id: 'S17',
  name: 'timing-wheel',
  title: 'Timing wheel and purgatory: how requests wait',
  words: ['time wheel', 'systemtimer', 'purgatory', 'delayed operation', 'delayqueue', 'timer'],
  places: ['S0:L282'],
  document:
    "Kafka's timer is an array of task lists, a wheel. Putting a task into its slot takes O(1); a DelayQueue of slots, not of tasks, moves time on without empty ticks.",
  today: [
    'So it is: SystemTimer with wheels of 20 slots of 1 ms, 20 ms, 400 ms and so on, each list of tasks in a DelayQueue once. What does not fit goes to the next wheel and comes down when its slot is due.',
    'What waits are requests: a fetch for min bytes, a produce for its replicas, a deletion of records for followers. They sit in a purgatory, watched by keys (a partition), so that an append wakes just those that wait for it. The time-out is the exception.',
    "The bundled broker has both under Kafka's names.",
  ],
  drawing: `
   wheel 1 ms  [ ][■][ ][ ] … 20      due in 3 ms
   wheel 20 ms [ ][ ][■][ ] … 20      due in 50 ms ─ comes down at 40
   wheel 400 ms[ ][■][ ][ ] … 20      due in 700 ms`,
  claims: [32, 33],
  see: [
    { run: 'mq topic create seen-s17', shows: 'an empty topic', expect: 'seen-s17' },
    {
      run: '(sleep 0.5; echo woken | mq produce seen-s17) & mq consume seen-s17 --max-records 1; wait',
      shows: 'a fetch waits in the purgatory and is woken by the append',
      expect: 'woken',
    },
  ],
  advice: 'To delay messages use delay topics: see mq explain delay-topics.',
  rules: ['D08', 'D12'],
  sources: ['Kafka: SystemTimer, TimingWheel, DelayedOperationPurgatory'],
});

import { lesson } from '../lesson.ts';

export const delayTopics = lesson({
  id: 'S29',
  name: 'delay-topics',
  title: 'Delayed messages: a topic per delay, and a relay',
  words: ['delay', 'delay queue', 'delayed messages', 'schedule', 'topic_1s', 'rocketmq', 'retry'],
  places: ['S0:L510'],
  document:
    'One topic per delay, topic_1s to topic_2h. The head of each is due first, so a relay looks at the head, passes on what is due and stops at the first that is not.',
  today: [
    'The head is due first only if times grow: LogAppendTime, and one delay per topic.',
    'Waiting must not block: the relay pauses the partition and keeps polling, else it is thrown out of its group. It forwards, waits for the acknowledgement, then commits: a crash doubles, never loses.',
    'retention.ms of at least twice the delay and an outage; since 4.0 a timestamp more than an hour ahead is refused, so the due time cannot be the timestamp.',
  ],
  drawing: `
  topic_10s   │ due │ due │ in 2 s │ in 3 s │ …
               └──┬──┘     └─ stop, look again in 2 s
                  └─► orders`,
  claims: [33, 42],
  see: [
    {
      run: 'mq topic create seen-s29_2s --config message.timestamp.type=LogAppendTime --config retention.ms=86400000',
      shows: 'a delay topic as it should be',
      expect: 'seen-s29_2s',
    },
    { run: 'mq topic create seen-s29', shows: 'where its records go', expect: 'seen-s29' },
    {
      run: 'echo remind-me | mq produce seen-s29_2s && sleep 2 && mq consume seen-s29_2s --exit | mq produce seen-s29',
      shows: 'the relay by hand',
      expect: '',
    },
    { run: 'mq consume seen-s29 --exit', shows: 'there, two seconds later', expect: 'remind-me' },
  ],
  advice: 'mq template show delay has the topics; any delay is a chain of fixed ones, 95 s = 1m + 30s + 5s.',
  rules: ['D08', 'D09', 'D10', 'D11', 'D12'],
  sources: ['RocketMQ: messageDelayLevel', 'Kafka documentation, Topic Configs: message.timestamp.after.max.ms'],
});

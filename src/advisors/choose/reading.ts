/** How messages are read: by whom, how often, how late. */
import type { Criterion } from './criterion.ts';

export const reading: readonly Criterion[] = [
  {
    id: 'use',
    question: 'What are the messages?',
    answers: [
      {
        value: 'stream',
        label: 'a stream: several applications read everything, each at its own pace',
        says: {
          kafka: [2, 'made for it: readers keep a position each in one log'],
          pulsar: [2, 'made for it: a subscription each over one stored log'],
          rocketmq: [1, 'consumer groups over a stored log'],
          rabbitmq: [-1, 'a copy in a queue for every reader, or its streams (since 3.9), which few clients know'],
          redis: [1, 'streams with consumer groups, as large as memory'],
          zeromq: [-2, 'publishes to who is connected; late or slow readers miss messages'],
          activemq: [-1, 'durable subscriptions keep a copy for every reader'],
        },
      },
      {
        value: 'tasks',
        label: 'tasks: each goes to one worker, which confirms or refuses it',
        says: {
          kafka: [
            -1,
            'a partition waits for its slowest record; share groups (KIP-932) do it since 4.2, clients follow',
          ],
          rabbitmq: [2, 'made for it: confirmation of each, redelivery, dead letters'],
          pulsar: [1, 'shared subscriptions with confirmation of each, retry and dead letters'],
          rocketmq: [1, 'confirmation of each, retries in steps, dead letters'],
          redis: [1, 'lists or streams; redelivery is your own loop'],
          zeromq: [-2, 'hands out and forgets: a worker that dies takes its tasks along'],
          activemq: [2, 'made for it: queues, redelivery, dead letters, as JMS has them'],
        },
      },
      {
        value: 'requests',
        label: 'requests that wait for an answer',
        says: {
          kafka: [-2, 'an answer is a record in another topic: milliseconds, and your own bookkeeping'],
          rabbitmq: [2, 'direct reply-to: no queue to declare for an answer'],
          pulsar: [-1, 'an answer is a message on another topic'],
          rocketmq: [1, 'request and reply in its client'],
          redis: [-1, 'a list for each answer'],
          zeromq: [2, 'made for it: REQ and REP, DEALER and ROUTER, no server between'],
          activemq: [1, 'temporary queues and selectors, as JMS has them'],
        },
      },
      {
        value: 'signals',
        label: 'signals: who listens gets them, nobody else ever does',
        says: {
          kafka: [-1, 'stores and replicates what nobody wants to keep'],
          rabbitmq: [1, 'exclusive queues that end with their reader'],
          pulsar: [1, 'topics that are not persistent'],
          redis: [2, 'publish and subscribe, a command each'],
          zeromq: [2, 'made for it: PUB and SUB'],
          activemq: [1, 'topics without durable subscriptions'],
        },
      },
    ],
  },
  {
    id: 'replay',
    question: 'Must what was read be read again, days later?',
    answers: [
      {
        value: 'yes',
        label: 'yes, from any point in time',
        says: {
          kafka: [2, 'stays until retention ends; by offset or time, tiered storage for long (KIP-405)'],
          pulsar: [2, 'stays as retention says, older parts in object storage'],
          rocketmq: [1, 'stays for 72 hours unless told otherwise; reset by time'],
          rabbitmq: [-2, 'a queue forgets what was confirmed; only its streams keep it'],
          redis: [-2, 'only as much as memory holds'],
          zeromq: ['no', 'keeps nothing'],
          activemq: [
            'no',
            'forgets what was confirmed; what the journal retention of Artemis keeps, only an operator replays',
          ],
        },
      },
      {
        value: 'no',
        label: 'no, read is done',
        says: {
          rabbitmq: [1, 'queues stay short, which it likes best'],
          activemq: [1, 'queues stay short'],
        },
      },
    ],
  },
  {
    id: 'delay',
    question: 'Must messages be delivered later than they are sent?',
    answers: [
      {
        value: 'any',
        label: 'yes, each at a time of its own',
        says: {
          kafka: [-2, 'has no delayed messages: delay topics and a relay, or a scheduler beside it'],
          rabbitmq: [
            -2,
            'the plug-in was given up in 2026 (one copy on one node, on Mnesia, which 4.3 removed); expiry and dead letters work in fixed steps',
          ],
          pulsar: [1, 'deliverAfter and deliverAt, on shared and key_shared subscriptions only'],
          rocketmq: [2, 'any time since 5.0; up to 3 days, through its proxy 24 hours, unless told otherwise'],
          redis: [-1, 'a sorted set by time, and your own loop'],
          zeromq: ['no', 'has no delay'],
          activemq: [2, 'scheduled messages, as JMS 2.0 has them'],
        },
      },
      {
        value: 'steps',
        label: 'yes, in a few fixed steps (1 minute, 30 minutes)',
        says: {
          kafka: [-1, 'a topic for each step and a relay that waits'],
          rabbitmq: [1, 'a queue for each step whose messages expire into the next'],
          pulsar: [1, 'deliverAfter, on shared and key_shared subscriptions only'],
          rocketmq: [2, 'delay levels, 1 s to 2 h'],
          redis: [-1, 'a sorted set by time, and your own loop'],
          zeromq: ['no', 'has no delay'],
          activemq: [2, 'scheduled messages'],
        },
      },
    ],
  },
];

import { lesson } from '../lesson.ts';

export const choosingABroker = lesson({
  id: 'S34',
  name: 'choosing-a-broker',
  title: 'Kafka, RabbitMQ, Pulsar, RocketMQ, Redis, ZeroMQ, ActiveMQ',
  words: ['rabbitmq', 'pulsar', 'rocketmq', 'redis', 'zeromq', 'activemq', 'comparison', 'choose'],
  places: ['S0:L65', 'S0:L492', 'S0:L520'],
  document:
    'RabbitMQ: many protocols, routing, heavy, Erlang. Redis: fast for small messages. ZeroMQ: a library, nothing is kept. ActiveMQ: between both. Pulsar and RabbitMQ are slower than Kafka in a benchmark of 2020. RocketMQ: transactions and filters.',
  today: [
    'What decides is the shape of the work. A log that is read by many, again, and in order: Kafka or Pulsar. Tasks with routing, priorities and single acknowledgements: RabbitMQ or ActiveMQ; with delays, or together with a database transaction: RocketMQ. Plain tasks beside a log: the share groups of Kafka (4.2). Signals that may be lost inside one program or data centre: Redis or ZeroMQ.',
    'The benchmark was made by a vendor of Kafka, on its terms, in 2020; Redis has had streams with groups since 5.0, RabbitMQ quorum queues and streams since 3.8 and 3.9.',
  ],
  drawing: `
                   kept, re-read   order   routing   delay   a server
  Kafka            yes             key     no        no      several
  Pulsar           yes             key     no        yes     many
  RocketMQ         yes             key     tags      yes     several
  RabbitMQ         streams         queue   yes       steps   one or 3
  ActiveMQ         queue           queue   yes       yes     one or more
  Redis streams    memory          stream  no        no      one or more
  ZeroMQ           no              peer    patterns  no      none`,
  claims: [42],
  see: [{ run: 'mq choose --help', shows: 'the questions it asks', expect: 'choose' }],
  advice: 'mq choose asks what matters and says what speaks against the answer.',
  rules: [],
  sources: ['documentation of each product'],
});

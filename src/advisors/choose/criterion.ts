/** A question about what is needed, and what each answer says for and against each system. */

export const systems = ['kafka', 'rabbitmq', 'pulsar', 'rocketmq', 'redis', 'zeromq', 'activemq'] as const;
export type System = (typeof systems)[number];

export const systemNames: Readonly<Record<System, string>> = {
  kafka: 'Kafka',
  rabbitmq: 'RabbitMQ',
  pulsar: 'Pulsar',
  rocketmq: 'RocketMQ',
  redis: 'Redis',
  zeromq: 'ZeroMQ',
  activemq: 'ActiveMQ',
};

/** 2 made for it, 1 does it, −1 does it with effort, −2 against its grain, 'no' does not do it. */
export type Points = 2 | 1 | -1 | -2 | 'no';

export interface Answer {
  readonly value: string;
  readonly label: string;
  /** Systems that the answer says nothing about are left out. */
  readonly says: Readonly<Partial<Record<System, readonly [Points, string]>>>;
}

export interface Criterion {
  /** The flag, without its dashes. */
  readonly id: string;
  readonly question: string;
  readonly answers: readonly Answer[];
}

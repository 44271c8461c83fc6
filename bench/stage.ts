/** What the rows share: one broker of each kind for all of them, topics on both, and how often to measure. */

import { createTopics, deleteTopics } from '../src/kafka/admin/topics.ts';
import { connect } from '../src/kafka/index.ts';
import { uniqueName } from '../test/support/live.ts';
import { startApacheKafka } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { startMqBroker } from './mq-broker.ts';

export class Stage {
  readonly rounds: number;
  /** Tells on stderr what is being done. */
  readonly note: (line: string) => void;
  /** What could not be measured, and why. */
  readonly missing: string[] = [];
  private started: Promise<{ mq: Broker; kafka: Broker }> | undefined;

  constructor(rounds: number, note: (line: string) => void) {
    this.rounds = rounds;
    this.note = note;
  }

  /** Both brokers, started when first asked for. */
  brokers(): Promise<{ mq: Broker; kafka: Broker }> {
    this.started ??= this.start();
    return this.started;
  }

  /** Remembers that something was left out; the rest goes on. */
  leaveOut(what: string, error: unknown): void {
    this.missing.push(`${what}: ${messages(error)}`);
    this.note(this.missing.at(-1)!);
  }

  async stop(): Promise<void> {
    const brokers = await this.started?.catch(() => undefined);
    await Promise.all([brokers?.mq.stop(), brokers?.kafka.stop()]);
  }

  private async start() {
    this.note('starting mq broker dev and Apache Kafka');
    const kafka = await startApacheKafka();
    return { kafka, mq: await startMqBroker() };
  }
}

/** What failed and why, without stacks. */
function messages(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${messages(cause)})` : message;
}

/** A topic for the time of a call. */
export async function withTopic<T>(
  { bootstrap }: Pick<Broker, 'bootstrap'>,
  partitions: number,
  use: (topic: string) => Promise<T>,
): Promise<T> {
  const name = uniqueName('bench');
  const cluster = await connect({ bootstrap });
  try {
    await createTopics(cluster, [{ name, partitions, replicationFactor: 1 }]);
    return await use(name);
  } finally {
    await deleteTopics(cluster, [name]);
    await cluster.close();
  }
}

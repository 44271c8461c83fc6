/** Membership of a group through kafkajs, its public interface only. Loaded where it is needed: importing it takes 30 ms. */
import type { Consumer } from 'kafkajs';
import { parseBootstrap, showAddress } from './address.ts';
import type { ClusterOptions } from './cluster.ts';
import { aborted, type KafkaError } from './error.ts';
import { fromKafkajs } from './kafkajs-error.ts';

/** What a member has in one generation of its group. */
export interface Assignment {
  readonly partitions: readonly number[];
  /** Aborted when the generation ends: by a rebalance, the caller's signal, or a failure. */
  readonly revoked: AbortSignal;
}

const COMMIT_EVERY_MS = 1_000;
const HEARTBEAT_MS = 1_000;

export class KafkajsMember {
  private readonly consumer: Consumer;
  private readonly topic: string;
  private readonly signal: AbortSignal | undefined;
  private current: { partitions: readonly number[]; revoked: AbortSignal; end: AbortController } | undefined;
  private isTaken = false;
  private failure: KafkaError | undefined;
  private wake = () => {};
  /** Handled and not committed yet, by partition. */
  private readonly positions = new Map<number, number>();
  private timer: NodeJS.Timeout | undefined;

  /** Resolves when kafkajs has begun to join. */
  static async join(
    options: ClusterOptions,
    group: string,
    topic: string,
    signal: AbortSignal | undefined,
  ): Promise<KafkajsMember> {
    const { default: kafkajs } = await import('kafkajs');
    hideNegativeTimeouts();
    const client = new kafkajs.Kafka({
      clientId: options.clientId ?? 'mq',
      brokers: parseBootstrap(options.bootstrap).map(showAddress),
      connectionTimeout: options.connectTimeoutMs ?? 10_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      logLevel: kafkajs.logLevel.NOTHING,
      ...(options.tls ? { ssl: options.tls } : {}),
      ...(options.sasl ? { sasl: saslOf(options.sasl) } : {}),
    });
    const consumer = client.consumer({
      groupId: group,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: HEARTBEAT_MS / 2,
      allowAutoTopicCreation: false,
    });
    const member = new KafkajsMember(consumer, topic, signal);
    try {
      await member.start();
      return member;
    } catch (error) {
      await member.leave();
      throw fromKafkajs(error, `Joining group ${group}`);
    }
  }

  private constructor(consumer: Consumer, topic: string, signal: AbortSignal | undefined) {
    this.consumer = consumer;
    this.topic = topic;
    this.signal = signal;
  }

  private async start(): Promise<void> {
    const { consumer, topic } = this;
    const { GROUP_JOIN, REBALANCING, CRASH } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      consumer.pause([{ topic }]); // before the first fetch: kafkajs only keeps the membership
      this.assign(payload.memberAssignment[topic] ?? []);
    });
    consumer.on(REBALANCING, () => this.revoke());
    consumer.on(CRASH, ({ payload }) => {
      this.revoke();
      if (!payload.restart) this.fail(fromKafkajs(payload.error, `The membership of group ${payload.groupId} ended`));
    });
    this.signal?.addEventListener('abort', this.onAbort, { once: true });
    await consumer.connect();
    await consumer.subscribe({ topic });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
  }

  /** Each assignment once, as it comes. */
  async nextAssignment(): Promise<Assignment> {
    for (;;) {
      if (this.signal?.aborted) throw aborted(this.signal, `Waiting for partitions of ${this.topic}`);
      if (this.failure) throw this.failure;
      if (this.current !== undefined && !this.isTaken) {
        this.isTaken = true;
        return this.current;
      }
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
  }

  /** Resolves when the assignment is over. */
  revoked({ revoked }: Assignment): Promise<void> {
    if (revoked.aborted) return Promise.resolve();
    return new Promise(resolve => revoked.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Records before `nextOffset` are done with; committed about once a second, unless the partition may be another's by now. */
  handled(assignment: Assignment, partition: number, nextOffset: number): void {
    if (this.current !== assignment) return;
    this.positions.set(partition, nextOffset);
    this.commitSoon();
  }

  private commitSoon(): void {
    this.timer ??= setTimeout(async () => {
      const { current } = this;
      const positions = new Map(this.positions);
      try {
        await this.commit();
      } catch (error) {
        const failure = error as KafkaError;
        if (!failure.retriable) this.fail(failure);
        // The coordinator is away; as long as the assignment holds, another time will do.
        if (this.current !== current) return;
        for (const [partition, offset] of positions) {
          if (!this.positions.has(partition)) this.positions.set(partition, offset);
        }
        this.commitSoon();
      }
    }, COMMIT_EVERY_MS);
  }

  async leave(): Promise<void> {
    this.signal?.removeEventListener('abort', this.onAbort);
    try {
      await this.commit();
    } finally {
      await this.consumer.disconnect();
    }
  }

  private async commit(): Promise<void> {
    const offsets = [...this.positions].map(([partition, offset]) => ({
      topic: this.topic,
      partition,
      offset: String(offset),
    }));
    this.positions.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
    if (offsets.length === 0) return;
    try {
      await this.consumer.commitOffsets(offsets);
    } catch (error) {
      const failure = fromKafkajs(error, `Committing offsets of ${this.topic}`);
      // The group went on without us: the next assignment begins at what is committed.
      if (!rebalanced.has(failure.code)) throw failure;
    }
  }

  private readonly onAbort = () => {
    this.current?.end.abort(this.signal?.reason);
    this.wake();
  };

  private assign(partitions: readonly number[]): void {
    this.revoke();
    const end = new AbortController();
    this.current = { partitions: [...partitions].sort((a, b) => a - b), revoked: end.signal, end };
    this.isTaken = false;
    this.wake();
  }

  private fail(error: KafkaError): void {
    this.failure ??= error;
    this.revoke();
    this.wake();
  }

  private revoke(): void {
    this.positions.clear();
    this.current?.end.abort();
    this.current = undefined;
  }
}

const rebalanced: ReadonlySet<string> = new Set(['ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'UNKNOWN_MEMBER_ID']);

function saslOf({ mechanism, username, password }: NonNullable<ClusterOptions['sasl']>) {
  const names = { PLAIN: 'plain', 'SCRAM-SHA-256': 'scram-sha-256', 'SCRAM-SHA-512': 'scram-sha-512' } as const;
  return { mechanism: names[mechanism] as 'plain', username, password };
}

let isHidden = false;

/** kafkajs arms timers with times in the past, about which Node 24 warns on every start (kafkajs issue 1751). */
function hideNegativeTimeouts(): void {
  if (isHidden) return;
  isHidden = true;
  const emit = process.emitWarning as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    if (!args.includes('TimeoutNegativeWarning')) emit.apply(process, args);
  };
}

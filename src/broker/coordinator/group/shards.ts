/**
 * The shards that this broker coordinates, by partition of `__consumer_offsets`: loaded, found by group, kept tidy, given up
 * (the part of Kafka's CoordinatorRuntime).
 */
import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../../../lib/clock.ts';
import { randomUuid } from '../../../lib/uuid.ts';
import { ProtocolError } from '../../../protocol/error.ts';
import type { Log } from '../../log-line.ts';
import type { GroupConfig } from './group-config.ts';
import { GroupError } from './group-error.ts';
import { partitionOfGroup } from './java-hash.ts';
import { loadShard } from './load.ts';
import { forgetTopic } from './offset-delete.ts';
import { expireOffsets } from './offset-expiry.ts';
import { abandon, resume } from './resume.ts';
import { Shard, type Surroundings } from './shard.ts';
import { noTopics, type TopicsView } from './topics-view.ts';

export interface CoordinatorOptions {
  /** `offsets.topic.num.partitions` as the topic has them. */
  readonly partitions: number;
  readonly clock: Clock;
  readonly config: GroupConfig;
  /** Appends a batch to a partition of `__consumer_offsets`; refuses it with an Error whose `error` is Kafka's name. */
  readonly append: (partition: number, batch: Buffer) => void;
  /** Whether this broker leads a partition that is not loaded (yet); without it, nothing but what is loaded. */
  readonly isOffsetsPartitionServed?: (partition: number) => boolean;
  /** Makes a member id out of the client id or group.instance.id; Kafka appends a random UUID. */
  readonly newMemberId?: (prefix: string) => string;
  /** Makes a member id in a consumer group for those that do not bring one. */
  readonly newUuid?: () => string;
  /** Without it there are no topics. */
  readonly topics?: TopicsView;
  readonly log?: Log;
}

export class Shards {
  protected readonly partitions: number;
  protected readonly surroundings: Surroundings;
  protected readonly isServed: (partition: number) => boolean;
  protected readonly shards = new Map<number, Shard>();
  private expiry: Timer | undefined;
  private active = true;

  constructor({ partitions, clock, config, append, ...options }: CoordinatorOptions) {
    this.partitions = partitions;
    this.isServed = options.isOffsetsPartitionServed ?? (() => false);
    this.surroundings = {
      clock,
      config,
      append,
      newMemberId: options.newMemberId ?? (prefix => `${prefix}-${randomUUID()}`),
      newUuid: options.newUuid ?? randomUuid,
      topics: options.topics ?? noTopics,
      log: options.log ?? (() => {}),
    };
  }

  partitionFor(groupId: string): number {
    return partitionOfGroup(groupId, this.partitions);
  }

  /** Becomes coordinator of the groups in a partition; `batches` is its log. When that is damaged nobody is, as in Kafka. */
  load(partition: number, batches: Iterable<Buffer>): void {
    this.unload(partition);
    const shard = new Shard(partition, this.surroundings);
    try {
      loadShard(shard, batches);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      shard.log(
        'error',
        `__consumer_offsets-${partition} cannot be read, its groups have no coordinator: ${error.message}`,
      );
      return;
    }
    this.shards.set(partition, shard);
    resume(shard);
    this.expiry ??= this.expireAfterInterval();
  }

  /** Stops being coordinator of the groups in a partition: what is parked there is answered NOT_COORDINATOR. */
  unload(partition: number): void {
    const shard = this.shards.get(partition);
    this.shards.delete(partition);
    if (shard !== undefined) abandon(shard);
  }

  /** Answers everything that is parked, and every request from now on COORDINATOR_NOT_AVAILABLE. */
  shutdown(): void {
    this.active = false;
    this.expiry?.cancel();
    for (const partition of [...this.shards.keys()]) this.unload(partition);
  }

  /** Whether this is the coordinator of the groups in a partition. */
  isLoaded(partition: number): boolean {
    return this.shards.has(partition);
  }

  /** Forgets what groups have committed of a topic that was deleted. */
  topicDeleted(topic: string): void {
    for (const shard of this.shards.values()) this.cleanUp(shard, () => forgetTopic(shard, topic));
  }

  /** Deletes offsets past their retention; happens by itself each offsets.retention.check.interval.ms. */
  expireOffsets(): void {
    for (const shard of this.shards.values()) this.cleanUp(shard, () => expireOffsets(shard));
  }

  private expireAfterInterval(): Timer {
    const { clock, config } = this.surroundings;
    return clock.after(config.offsetsRetentionCheckIntervalMs, () => {
      this.expiry = this.expireAfterInterval();
      this.expireOffsets();
    });
  }

  /** Nobody waits for the outcome; what could not be deleted stays until it expires and a check finds it. */
  private cleanUp(shard: Shard, work: () => void): void {
    attempt(work, error =>
      shard.log('warn', `__consumer_offsets-${shard.partition}: clean-up failed: ${error.message}`),
    );
  }

  protected assertActive(): void {
    if (!this.active) throw new GroupError('COORDINATOR_NOT_AVAILABLE');
  }

  /** Groups without a name exist for offsets only, from clients older than the check. */
  protected assertNamed(groupId: string): void {
    this.assertActive();
    if (groupId === '') throw new GroupError('INVALID_GROUP_ID');
  }

  protected shardOf(groupId: string): Shard {
    this.assertActive();
    const partition = this.partitionFor(groupId);
    const shard = this.shards.get(partition);
    if (shard !== undefined) return shard;
    throw new GroupError(this.isServed(partition) ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NOT_COORDINATOR');
  }
}

/** What was decided, or the refusal in the form of the API. */
export function attempt<T>(decide: () => T, refuse: (error: GroupError) => T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof GroupError) return refuse(error);
    throw error;
  }
}

/**
 * An incremental fetch session (KIP-227, Kafka: FetchSession.java): the partitions a client fetches, kept here so that
 * its requests name only what changes, and its responses hold only partitions with something new.
 */

/** What a fetch asks of one partition. */
export interface WantedPartition {
  /** '' from v13 on. */
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly partitionMaxBytes: number;
}

/** What of an answer decides whether the client has to be told. */
export interface AnsweredPartition {
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly bytes: number;
  readonly diverges: boolean;
}

interface CachedPartition {
  wanted: WantedPartition;
  highWatermark: number;
  logStartOffset: number;
}

const EPOCH_MAX = 2 ** 31 - 1;

export const partitionKey = (topicId: string, topic: string, partition: number): string =>
  `${partition}:${topicId}:${topic}`;

const keyOf = ({ topicId, topic, partition }: WantedPartition): string => partitionKey(topicId, topic, partition);

export class FetchSession {
  readonly id: number;
  readonly usesTopicIds: boolean;
  readonly createdMs: number;
  lastUsedMs: number;
  /** Of the request that is expected next. */
  epoch = 1;
  /** In the order in which they are served; what returned data goes to the end. */
  private readonly partitions = new Map<string, CachedPartition>();

  constructor(id: number, usesTopicIds: boolean, nowMs: number) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.createdMs = nowMs;
    this.lastUsedMs = nowMs;
  }

  get size(): number {
    return this.partitions.size;
  }

  get wanted(): WantedPartition[] {
    return [...this.partitions.values()].map(({ wanted }) => wanted);
  }

  /** Takes over what a full request was answered with. */
  start(wanted: WantedPartition, answer: AnsweredPartition): void {
    const { highWatermark, logStartOffset } = answer;
    this.partitions.set(keyOf(wanted), { wanted, highWatermark, logStartOffset });
  }

  /** The next request of the session: changed and new partitions, and those that leave. */
  advance(changed: readonly WantedPartition[], forgottenKeys: readonly string[], nowMs: number): void {
    for (const wanted of changed) {
      const cached = this.partitions.get(keyOf(wanted));
      if (cached !== undefined) cached.wanted = wanted;
      else this.partitions.set(keyOf(wanted), { wanted, highWatermark: -1, logStartOffset: -1 });
    }
    for (const key of forgottenKeys) this.partitions.delete(key);
    this.epoch = this.epoch === EPOCH_MAX ? 1 : this.epoch + 1;
    this.lastUsedMs = nowMs;
  }

  /** Whether the answer holds anything that the client has not been told. Remembers it as told. */
  isNews(wanted: WantedPartition, answer: AnsweredPartition): boolean {
    const key = keyOf(wanted);
    const cached = this.partitions.get(key);
    if (cached === undefined) return true;
    const moved = cached.highWatermark !== answer.highWatermark || cached.logStartOffset !== answer.logStartOffset;
    // After an error the partition is told again as soon as it recovers, whatever its high watermark.
    cached.highWatermark = answer.errorCode === 0 ? answer.highWatermark : -1;
    cached.logStartOffset = answer.logStartOffset;
    if (answer.bytes > 0) {
      this.partitions.delete(key);
      this.partitions.set(key, cached);
    }
    return moved || answer.bytes > 0 || answer.errorCode !== 0 || answer.diverges;
  }
}

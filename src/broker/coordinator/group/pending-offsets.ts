/**
 * Offsets committed inside of transactions that are still open, by producer id: records of `__consumer_offsets`
 * in transactional batches, until the transaction's marker (OffsetMetadataManager.pendingTransactionalOffsets).
 */
import { type CommittedOffset, OffsetStore } from './offset-store.ts';

export class PendingOffsets {
  private readonly byProducer = new Map<number, OffsetStore>();

  set(producerId: number, groupId: string, topic: string, partition: number, committed: CommittedOffset): void {
    let store = this.byProducer.get(producerId);
    if (store === undefined) this.byProducer.set(producerId, (store = new OffsetStore()));
    store.set(groupId, topic, partition, committed);
  }

  /** A tombstone of the partition's offset takes pending ones along. */
  delete(groupId: string, topic: string, partition: number): void {
    for (const store of this.byProducer.values()) store.delete(groupId, topic, partition);
  }

  has(groupId: string, topic: string, partition: number): boolean {
    for (const store of this.byProducer.values()) if (store.get(groupId, topic, partition) !== undefined) return true;
    return false;
  }

  /** Whether a transaction is open that has committed offsets of the group. */
  hasGroup(groupId: string): boolean {
    for (const store of this.byProducer.values()) if (store.of(groupId).size > 0) return true;
    return false;
  }

  *partitionsOf(groupId: string): Generator<{ topic: string; partition: number }> {
    for (const store of this.byProducer.values())
      for (const [topic, partitions] of store.of(groupId))
        for (const partition of partitions.keys()) yield { topic, partition };
  }

  *groupIds(): Generator<string> {
    for (const store of this.byProducer.values()) yield* store.groupIds;
  }

  /**
   * The transaction of a producer ended. Of a pending offset and one committed directly meanwhile the later stays:
   * after compaction of `__consumer_offsets` only the order of the records still tells.
   */
  end(producerId: number, committed: boolean, into: OffsetStore): void {
    const store = this.byProducer.get(producerId);
    this.byProducer.delete(producerId);
    if (store === undefined || !committed) return;
    for (const groupId of store.groupIds)
      for (const [topic, partitions] of store.of(groupId))
        for (const [partition, pending] of partitions) {
          const present = into.get(groupId, topic, partition);
          if (present === undefined || pending.recordOffset > present.recordOffset)
            into.set(groupId, topic, partition, pending);
        }
  }
}

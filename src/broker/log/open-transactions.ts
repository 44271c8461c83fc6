/**
 * The transactions that are open in a partition, by the offset each of them starts at. The oldest holds back what
 * readers of committed records may see (Kafka: ProducerStateManager.ongoingTxns).
 */
export class OpenTransactions {
  /** First offsets by producer id, ascending: transactions are added as they are appended. */
  private readonly firstOffsets = new Map<number, number>();

  get size(): number {
    return this.firstOffsets.size;
  }

  /** Undefined when none is open. */
  get firstOffset(): number | undefined {
    if (this.firstOffsets.size === 0) return undefined;
    for (const offset of this.firstOffsets.values()) return offset;
    return undefined;
  }

  begin(producerId: number, firstOffset: number): void {
    this.firstOffsets.set(producerId, firstOffset);
  }

  end(producerId: number): void {
    this.firstOffsets.delete(producerId);
  }

  clear(): void {
    this.firstOffsets.clear();
  }
}

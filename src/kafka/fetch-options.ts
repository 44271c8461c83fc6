/** What fetchBatches is asked, and the chunks that it yields. */

export interface FetchOptions {
  readonly topic: string;
  readonly partitions: readonly FetchRange[];
  /** read_committed leaves aborted transactions out and never passes the last stable offset. read_uncommitted by default. */
  readonly isolation?: 'read_uncommitted' | 'read_committed' | undefined;
  /** Partitions without `to` go on for ever instead of ending at the end that is found at first. */
  readonly follow?: boolean | undefined;
  /** Bytes of one response; 8 MiB. A single batch may be larger. */
  readonly maxBytes?: number | undefined;
  /** Bytes of one partition in a response; 1 MiB. */
  readonly partitionMaxBytes?: number | undefined;
  /** Bytes received or asked for, and not taken by the caller yet; 32 MiB. */
  readonly maxBufferedBytes?: number | undefined;
  /** How long a broker may park a Fetch that finds nothing; 500. */
  readonly maxWaitMs?: number | undefined;
  /** Whether the CRC of every batch is verified; true. */
  readonly verifyCrc?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchRange {
  readonly partition: number;
  readonly from: number;
  /** Exclusive. Absent: the high watermark (with read_committed the last stable offset) as it is at first. */
  readonly to?: number | undefined;
}

export interface FetchedBatches {
  readonly topic: string;
  readonly partition: number;
  /**
   * Whole batches one after the other, of which at least one record lies in [fromOffset, nextOffset); transaction markers are
   * left out. The first and the last batch may reach beyond that range: take a record only when its offset lies within. Empty
   * when there is nothing in the range but markers, aborted records or gaps of compaction. The memory belongs to the response,
   * is not written to again, and is kept alive as a whole by any view on it.
   */
  readonly records: Buffer;
  readonly fromOffset: number;
  /** Exclusive; where the next chunk of this partition begins, and what to commit after this one. */
  readonly nextOffset: number;
  readonly highWatermark: number;
  /** −1 when the broker does not say. */
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /**
   * Says that `records` and every view on it are not looked at any more, so that their memory serves the next response. Optional,
   * and saves two thirds of the cost of reading; wrong while anything of it, say a key, is still held.
   */
  release(): void;
}

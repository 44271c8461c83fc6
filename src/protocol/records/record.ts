/** A record as a value, for where records are few, and as positions, for where they are many. */
export interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

export interface NewRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** In order; a key may come several times. */
  readonly headers?: readonly Header[];
  /** −1 where it has none. */
  readonly timestampMs: number;
}

/** Headers as they stand in a record, without their count. */
export interface EncodedHeaders {
  readonly bytes: Buffer;
  /** How many of `bytes` are in use. */
  readonly length: number;
  readonly count: number;
}

/** A record where it stands in its batch: what RecordCursor moves over. Positions refer to `data`. */
export interface RecordPlace {
  readonly data: Buffer;
  /** Milliseconds. */
  readonly timestamp: number;
  /** Where the key's length stands: from here to `recordEnd` a record is the same in any batch. */
  readonly tailStart: number;
  /** Where the count of headers stands, behind the value. */
  readonly headerCountStart: number;
  readonly headerCount: number;
  /** Where the first header stands, behind their count. */
  readonly headersStart: number;
  readonly recordEnd: number;
}

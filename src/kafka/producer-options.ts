/** What a producer takes and gives. */

export interface ProducerOptions {
  /** −1 all in-sync replicas (the default), 1 the leader, 0 nobody. */
  readonly acks?: -1 | 0 | 1 | undefined;
  /**
   * Sequence numbers, by which a broker drops what it has already; true with acks −1, impossible otherwise. Without them a batch
   * that may have been written is not sent again but fails as ambiguous, and order is kept only with maxInFlight 1.
   */
  readonly idempotent?: boolean | undefined;
  /** Requests under way per broker, and so batches per partition; 5, which is as many as a broker remembers. */
  readonly maxInFlight?: number | undefined;
  /** How long a broker waits for its replicas; 30 000. */
  readonly timeoutMs?: number | undefined;
  /** From send() to acknowledgement, all attempts together, as delivery.timeout.ms; 120 000. */
  readonly deliveryTimeoutMs?: number | undefined;
  /** Bytes not acknowledged from which on backPressure() waits; 32 MiB. */
  readonly maxBufferedBytes?: number | undefined;
}

export interface Acknowledged {
  /** −1 with acks 0, and for a duplicate of which the broker does not remember the offset. */
  readonly baseOffset: number;
  /** −1 unless the topic stamps LogAppendTime. */
  readonly logAppendTimeMs: number;
  /** The broker had it already: an earlier attempt had arrived. */
  readonly duplicate?: boolean;
}

export interface RawProducer {
  /**
   * Takes one whole batch of format v2 and resolves when it is acknowledged. The batch is written to (producer id, epoch,
   * sequence, CRC) and must not be touched before that. A batch that fails ends its partition: those behind it fail with it, and so
   * do later ones, because order and sequence would have a hole; open a new producer to go on. Never blocks: mind backPressure().
   */
  send(topic: string, partition: number, batch: Buffer): Promise<Acknowledged>;
  /** Resolves when fewer bytes than maxBufferedBytes wait for acknowledgement, or a partition has failed. */
  backPressure(): Promise<void>;
  /** Resolves when everything sent so far is acknowledged; rejects with the first failure there was. */
  flush(): Promise<void>;
  /** Gives up what is not acknowledged (ABORTED, ambiguous) and ends the producer's connections: flush() before it. */
  close(): Promise<void>;
}

export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

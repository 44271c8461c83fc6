/** What a storage plan starts from, and what a topic takes of each broker. Pure. */
import { RETENTION_CHECK_MS } from '../segments.ts';
import type { BrokerLoad } from './broker-load.ts';

/** A topic as it is to be kept. */
export interface Kept {
  /** What producers write, compressed as it is sent; growth included. */
  readonly bytesPerSec: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Undefined: for ever. */
  readonly retentionMs: number | undefined;
  /** Of a partition; undefined: no limit. */
  readonly retentionBytes: number | undefined;
  readonly segmentBytes: number;
  readonly segmentMs: number;
}

export interface StorageQuestion {
  /** Undefined: only what is there. */
  readonly kept: Kept | undefined;
  /** cleanup.policy=compact alone: retention deletes nothing there. */
  readonly compacted: boolean;
  readonly brokers: number;
  /** Without the topic that is planned; empty without a cluster. */
  readonly present: readonly BrokerLoad[];
  /** Topics whose segments are reckoned with Kafka's defaults, for nobody may see their settings. */
  readonly topicsNotDescribed: number;
  /** Of each broker; undefined: not known. */
  readonly diskBytes: number | undefined;
  /** A disk may be filled to this share. */
  readonly fillShare: number;
  readonly maxMapCount: number;
  readonly openFiles: number;
  readonly topic: string | undefined;
  readonly how: { readonly rate: string; readonly settings: string };
}

export interface Added {
  /** How long a segment takes writes. */
  readonly segmentLifeMs: number;
  /** Of a partition, at the most; null: grows for ever. */
  readonly partitionBytes: number | null;
  readonly partitionSegments: number | null;
  /** Of a broker. */
  readonly replicas: number;
  readonly bytes: number | null;
  readonly segments: number | null;
}

export function addedBy(kept: Kept, brokers: number): Added {
  const { bytesPerSec, partitions, replicationFactor, retentionMs, retentionBytes, segmentBytes, segmentMs } = kept;
  const perSec = bytesPerSec / partitions;
  const segmentLifeMs = Math.min(segmentMs, (segmentBytes / perSec) * 1000);
  const ofSegment = (perSec * segmentLifeMs) / 1000;
  const byTime =
    retentionMs === undefined ? null : (perSec * (retentionMs + segmentLifeMs + RETENTION_CHECK_MS)) / 1000;
  const bySize = retentionBytes === undefined ? null : retentionBytes + ofSegment;
  const partitionBytes = byTime === null ? bySize : bySize === null ? byTime : Math.min(byTime, bySize);
  const replicas = Math.ceil((partitions * replicationFactor) / brokers);
  const partitionSegments = partitionBytes === null ? null : Math.ceil(partitionBytes / ofSegment);
  return {
    segmentLifeMs,
    partitionBytes,
    partitionSegments,
    replicas,
    bytes: partitionBytes === null ? null : partitionBytes * replicas,
    segments: partitionSegments === null ? null : partitionSegments * replicas,
  };
}

/** Of the fullest broker, everything counted; null: grows for ever. */
export interface Found {
  readonly bytes: number | null;
  /** Of them, what every broker has a copy of. */
  readonly everywhereBytes: number;
  readonly segments: number | null;
  readonly handles: number | null;
  readonly maps: number | null;
}

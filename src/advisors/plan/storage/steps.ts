/** The arithmetic of storage, step by step. Pure. */

import { bytes, count, figure, time } from '../figure.ts';
import type { Step } from '../plan.ts';
import {
  DOCUMENT_HANDLES_PER_SEGMENT,
  HANDLES_PER_SEGMENT,
  MAPS_PER_SEGMENT,
  RETENTION_CHECK_MS,
} from '../segments.ts';
import type { Added, Found, Kept, StorageQuestion } from './kept.ts';

/** Kafka documentation, "Hardware and OS": memory to buffer 30 seconds of writing. */
const BUFFERED_MS = 30_000;

const HARDWARE = 'Kafka documentation, "Hardware and OS"';
const RETENTION = 'Kafka documentation, retention.ms, retention.bytes, segment.bytes, segment.ms (TopicConfig)';

export function stepsOfTopic(kept: Kept, added: Added, brokers: number): Step[] {
  const { bytesPerSec, partitions, replicationFactor, retentionMs, retentionBytes } = kept;
  const perSec = bytesPerSec / partitions;
  const life = time(added.segmentLifeMs);
  const byTime =
    retentionMs === undefined
      ? ''
      : `${bytes(perSec)}/s × (${time(retentionMs)} + ${life} + ${time(RETENTION_CHECK_MS)})`;
  const bySize = retentionBytes === undefined ? '' : `${bytes(retentionBytes)} + a segment`;
  return [
    {
      what: 'written to a partition',
      formula: 'written / partitions',
      arithmetic: `${bytes(bytesPerSec)}/s / ${partitions}`,
      value: perSec,
      unit: 'bytes/s',
      source: 'keys spread alike',
    },
    {
      what: 'a segment takes writes',
      formula: 'min(segment.ms, segment.bytes / written)',
      arithmetic: `min(${time(kept.segmentMs)}, ${bytes(kept.segmentBytes)} / ${bytes(perSec)}/s)`,
      value: added.segmentLifeMs,
      unit: 'ms',
      source: RETENTION,
    },
    {
      what: 'kept of a partition',
      formula: 'min(written × (retention.ms + a segment + check interval), retention.bytes + a segment)',
      arithmetic: byTime && bySize ? `min(${byTime}, ${bySize})` : byTime || bySize || 'no limit',
      value: added.partitionBytes,
      unit: 'bytes',
      source: `${RETENTION}; log.retention.check.interval.ms`,
    },
    {
      what: 'segments of a partition',
      formula: 'kept / a segment, rounded up',
      arithmetic:
        added.partitionBytes === null
          ? 'no limit'
          : `${bytes(added.partitionBytes)} / ${bytes((perSec * added.segmentLifeMs) / 1000)}`,
      value: added.partitionSegments,
      unit: 'count',
      source: RETENTION,
    },
    {
      what: 'replicas on a broker',
      formula: 'partitions × replicas / brokers',
      arithmetic: `${partitions} × ${replicationFactor} / ${brokers}`,
      value: added.replicas,
      unit: 'count',
      source: 'replicas spread alike',
    },
    {
      what: 'disk of a broker',
      formula: 'kept × replicas on a broker',
      arithmetic: `${figure(added.partitionBytes, 'bytes')} × ${added.replicas}`,
      value: added.bytes,
      unit: 'bytes',
      source: 'arithmetic',
    },
    {
      what: 'disk of all brokers',
      formula: 'kept × partitions × replicas',
      arithmetic: `${figure(added.partitionBytes, 'bytes')} × ${partitions} × ${replicationFactor}`,
      value: added.partitionBytes === null ? null : added.partitionBytes * partitions * replicationFactor,
      unit: 'bytes',
      source: 'arithmetic',
    },
    {
      what: 'page cache of a broker',
      formula: 'written × replicas / brokers × 30 s',
      arithmetic: `${bytes(bytesPerSec)}/s × ${replicationFactor} / ${brokers} × 30 s; so that followers and consumers at the end read no disk`,
      value: (((bytesPerSec * replicationFactor) / brokers) * BUFFERED_MS) / 1000,
      unit: 'bytes',
      source: HARDWARE,
    },
    {
      what: 'growth of a broker a day',
      formula: 'written × replicas / brokers × 1 day, until retention deletes as much',
      arithmetic: '',
      value: ((bytesPerSec * replicationFactor) / brokers) * 86_400,
      unit: 'bytes',
      source: 'arithmetic',
    },
  ];
}

export function stepsOfBroker(
  { brokers, fillShare, diskBytes }: StorageQuestion,
  { bytes: held, everywhereBytes, segments, handles, maps }: Found,
): Step[] {
  if (held === null || segments === null) return [];
  const moves = held - everywhereBytes;
  const survivors = brokers > 1 ? everywhereBytes + moves * (brokers / (brokers - 1)) : held;
  return [
    {
      what: 'files held open',
      formula: 'segments × 1',
      arithmetic: `${count(segments)} × ${HANDLES_PER_SEGMENT}; the document counts .index and .timeindex too, ${count(segments * DOCUMENT_HANDLES_PER_SEGMENT)}`,
      value: handles,
      unit: 'count',
      source: HARDWARE,
    },
    {
      what: 'memory maps',
      formula: 'segments × 2',
      arithmetic: `${count(segments)} × ${MAPS_PER_SEGMENT}: both indexes`,
      value: maps,
      unit: 'count',
      source: HARDWARE,
    },
    ...(brokers > 1
      ? [
          {
            what: 'disk with a broker less',
            formula: 'what each broker has + the rest × brokers / (brokers − 1)',
            arithmetic: `${bytes(everywhereBytes)} + ${bytes(moves)} × ${brokers} / ${brokers - 1}, once its replicas are made anew on brokers that have none yet`,
            value: survivors,
            unit: 'bytes' as const,
            source: 'arithmetic',
          },
        ]
      : []),
    {
      what: 'disk to have',
      formula: 'disk with a broker less / fill',
      arithmetic: `${bytes(survivors)} / ${fillShare}${diskBytes === undefined ? '' : `; there is ${bytes(diskBytes)}`}`,
      value: survivors / fillShare,
      unit: 'bytes',
      source: 'Cruise Control, disk.capacity.threshold 0.8, unless given',
    },
  ];
}

/**
 * What keeping a topic takes of each broker: disk, segments, file handles, memory maps, page cache, growth; on top of what brokers hold already.
 * Pure. Kafka deletes whole segments only, so the last one of a partition and the time between two checks count on top of retention.
 */
import { type BrokerLoad, DEFAULT_MAP_COUNT, FILES_PER_SEGMENT, MAPS_PER_SEGMENT, worst } from './broker-load.ts';
import { bytes, count, counted, figure, time } from './figure.ts';
import { atMost, type Limit, type Plan, requirePositive, type Setting, type Step } from './plan.ts';
import { storageClaims } from './storage-claims.ts';

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
  readonly brokers: number;
  /** Without the topic that is planned; empty without a cluster. */
  readonly present: readonly BrokerLoad[];
  /** Of each broker; undefined: not known. */
  readonly diskBytes: number | undefined;
  /** A disk may be filled to this share. */
  readonly fillShare: number;
  readonly maxMapCount: number;
  readonly openFiles: number;
  readonly topic: string | undefined;
  readonly how: { readonly rate: string; readonly settings: string };
}

export interface StoragePlan extends Plan {
  readonly present: readonly BrokerLoad[];
  /** Of the fullest broker, everything counted. */
  readonly brokerBytes: number | null;
  readonly segmentsPerBroker: number | null;
  readonly fileHandlesPerBroker: number | null;
  readonly mapAreasPerBroker: number | null;
}

const CHECK_MS = 300_000;
/** Kafka documentation, "Hardware and OS": memory to buffer 30 seconds of writing. */
const BUFFERED_MS = 30_000;

const HARDWARE = 'Kafka documentation, "Hardware and OS"';
const RETENTION = 'Kafka documentation, retention.ms, retention.bytes, segment.bytes, segment.ms (TopicConfig)';

/** Throws RangeError when a number is not positive. */
export function planStorage(question: StorageQuestion): StoragePlan {
  const { kept, brokers, present, topic: _, how, diskBytes, fillShare, maxMapCount, openFiles } = question;
  requirePositive({ brokers, diskBytes, fillShare, maxMapCount, openFiles });
  if (kept) requirePositive({ ...kept });
  const added = kept && addedBy(kept, brokers);
  const others = worst(present);
  const total = {
    bytes: added?.bytes === null ? null : others.bytes + (added?.bytes ?? 0),
    segments: added?.segments === null ? null : others.segments + (added?.segments ?? 0),
  };
  const handles = total.segments === null ? null : total.segments * FILES_PER_SEGMENT;
  const maps = total.segments === null ? null : total.segments * MAPS_PER_SEGMENT;
  const found = { ...total, handles, maps };
  return {
    answer: answerOf(question, found),
    present,
    brokerBytes: total.bytes,
    segmentsPerBroker: total.segments,
    fileHandlesPerBroker: handles,
    mapAreasPerBroker: maps,
    given: kept ? givenOf(kept, brokers, how) : [],
    steps: [...(kept && added ? stepsOfTopic(kept, added, brokers) : []), ...stepsOfBroker(question, found)],
    limits: limitsOf(question, found),
    settings: settingsOf(question, found),
    claims: storageClaims,
    notes: notesOf(question, added),
    next: nextOf(question),
  };
}

interface Added {
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

function addedBy(kept: Kept, brokers: number): Added {
  const { bytesPerSec, partitions, replicationFactor, retentionMs, retentionBytes, segmentBytes, segmentMs } = kept;
  const perSec = bytesPerSec / partitions;
  const segmentLifeMs = Math.min(segmentMs, (segmentBytes / perSec) * 1000);
  const ofSegment = (perSec * segmentLifeMs) / 1000;
  const byTime = retentionMs === undefined ? null : (perSec * (retentionMs + segmentLifeMs + CHECK_MS)) / 1000;
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

interface Found {
  readonly bytes: number | null;
  readonly segments: number | null;
  readonly handles: number | null;
  readonly maps: number | null;
}

function answerOf({ kept }: StorageQuestion, { bytes: held, handles, maps }: Found): string {
  if (held === null) return 'Nothing limits this topic: it grows until disks are full';
  const what = kept === undefined ? 'The fullest broker holds' : 'Each broker will hold';
  return `${what} ${bytes(held)} in ${count(handles ?? 0)} open files and ${count(maps ?? 0)} memory maps`;
}

function givenOf(kept: Kept, brokers: number, how: StorageQuestion['how']): Plan['given'] {
  return [
    { what: 'written', value: kept.bytesPerSec, unit: 'bytes/s', how: how.rate },
    {
      what: 'partitions',
      value: kept.partitions,
      unit: 'count',
      how: `${how.settings}; ${counted(kept.replicationFactor, 'replica')} on ${counted(brokers, 'broker')}`,
    },
    ...(kept.retentionMs === undefined
      ? []
      : [{ what: 'retention.ms', value: kept.retentionMs, unit: 'ms', how: how.settings } as const]),
    ...(kept.retentionBytes === undefined
      ? []
      : [
          {
            what: 'retention.bytes',
            value: kept.retentionBytes,
            unit: 'bytes',
            how: `${how.settings}, of each partition`,
          } as const,
        ]),
    { what: 'segment.bytes', value: kept.segmentBytes, unit: 'bytes', how: how.settings },
    { what: 'segment.ms', value: kept.segmentMs, unit: 'ms', how: how.settings },
  ];
}

function stepsOfTopic(kept: Kept, added: Added, brokers: number): Step[] {
  const { bytesPerSec, partitions, replicationFactor, retentionMs, retentionBytes } = kept;
  const perSec = bytesPerSec / partitions;
  const life = time(added.segmentLifeMs);
  const byTime =
    retentionMs === undefined ? '' : `${bytes(perSec)}/s × (${time(retentionMs)} + ${life} + ${time(CHECK_MS)})`;
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

function stepsOfBroker(
  { brokers, fillShare, diskBytes }: StorageQuestion,
  { bytes: held, segments, handles, maps }: Found,
): Step[] {
  if (held === null || segments === null) return [];
  const survivors = brokers > 1 ? held * (brokers / (brokers - 1)) : held;
  return [
    {
      what: 'files held open',
      formula: 'segments × 3',
      arithmetic: `${count(segments)} × ${FILES_PER_SEGMENT}: .log, .index, .timeindex`,
      value: handles,
      unit: 'count',
      source: 'second operations document, question 33; still so',
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
            formula: 'disk × brokers / (brokers − 1)',
            arithmetic: `${bytes(held)} × ${brokers} / ${brokers - 1}, once its replicas are made anew elsewhere`,
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

function limitsOf(
  { diskBytes, fillShare, maxMapCount, openFiles }: StorageQuestion,
  { bytes: held, handles, maps }: Found,
): Limit[] {
  return [
    ...(diskBytes === undefined
      ? []
      : [
          atMost({
            what: 'disk of the fullest broker',
            value: held,
            limit: diskBytes * fillShare,
            unit: 'bytes',
            source: `${figure(fillShare, 'share')} of ${bytes(diskBytes)}`,
            advice:
              'shorter retention, better compression, larger disks or more brokers; or tiered storage (KIP-405), which keeps only local.retention.ms here',
          }),
        ]),
    atMost({
      what: 'memory maps of a broker',
      value: maps,
      limit: maxMapCount,
      unit: 'count',
      source: `vm.max_map_count, ${DEFAULT_MAP_COUNT.toLocaleString('en-US')} on a stock Linux; ${HARDWARE}`,
      advice: `beyond it a broker dies with "Map failed": sysctl -w vm.max_map_count=${maps === null ? 262_144 : roomy(maps)}, or a larger segment.bytes`,
    }),
    atMost({
      what: 'files open on a broker',
      value: handles,
      limit: openFiles,
      unit: 'count',
      source: `${HARDWARE}: at least 100,000 to start with, connections on top`,
      advice: `beyond it a broker can take no connection and roll no segment: LimitNOFILE=${handles === null ? 1_000_000 : roomy(handles)}`,
    }),
  ];
}

/** The next power of two that leaves half of it free. */
const roomy = (value: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, value) * 2));

function settingsOf({ maxMapCount, openFiles }: StorageQuestion, { handles, maps }: Found): Setting[] {
  const settings: Setting[] = [];
  if (maps !== null && maps > maxMapCount / 2)
    settings.push({
      of: 'host',
      key: 'vm.max_map_count',
      value: String(roomy(maps)),
      byDefault: String(DEFAULT_MAP_COUNT),
      why: 'twice what is mapped',
    });
  if (handles !== null && handles > openFiles / 2)
    settings.push({
      of: 'host',
      key: 'LimitNOFILE',
      value: String(roomy(handles)),
      byDefault: undefined,
      why: 'twice the files, for connections and segments being deleted',
    });
  return settings;
}

function notesOf({ kept, present, topic }: StorageQuestion, added: Added | undefined): string[] {
  const notes: string[] = [];
  if (kept && added && kept.retentionMs !== undefined && added.segmentLifeMs > kept.retentionMs)
    notes.push(
      `A segment takes writes for ${time(added.segmentLifeMs)}, longer than the retention of ${time(kept.retentionMs)}: disks hold up to that much more. A smaller segment.bytes or segment.ms frees them sooner.`,
    );
  if (added?.partitionBytes !== undefined && added.partitionBytes !== null && added.partitionBytes > 100e9)
    notes.push(
      `A replica of ${bytes(added.partitionBytes)} takes long to make anew after a lost disk; some providers advise at most 100 GB a partition: more partitions, or tiered storage.`,
    );
  if (present.length > 0)
    notes.push(
      `What brokers hold already${topic === undefined ? '' : ` besides ${topic}`} is counted as it is now, its segments by size at 1 GiB each.`,
    );
  return notes;
}

function nextOf({ topic, kept }: StorageQuestion): string[] {
  if (kept === undefined) return ['mq plan storage --target 10MB/s --partitions 12 to add a topic to it', 'mq doctor'];
  if (topic !== undefined) return [`mq plan retention --topic ${topic} --group GROUP --outage 12h`];
  const retention = kept.retentionMs === undefined ? -1 : kept.retentionMs;
  return [
    `mq topic create TOPIC --partitions ${kept.partitions} --replication-factor ${kept.replicationFactor} --config retention.ms=${retention}`,
  ];
}

/**
 * What keeping a topic takes of each broker: disk, segments, file handles, memory maps, page cache, growth; on top of what brokers hold already.
 * Pure. Kafka deletes whole segments only, so the last one of a partition and the time between two checks count on top of retention.
 */

import { bytes, count, counted, time } from '../figure.ts';
import { type Plan, requirePositive, type Setting } from '../plan.ts';
import { DEFAULT_MAP_COUNT, HANDLES_PER_SEGMENT, MAPS_PER_SEGMENT } from '../segments.ts';
import { type BrokerLoad, worst } from './broker-load.ts';
import { storageClaims } from './claims.ts';
import { type Added, addedBy, type Found, type Kept, type StorageQuestion } from './kept.ts';
import { roomy, storageLimits } from './limits.ts';
import { stepsOfBroker, stepsOfTopic } from './steps.ts';

export interface StoragePlan extends Plan {
  readonly present: readonly BrokerLoad[];
  /** Of the fullest broker, everything counted. */
  readonly brokerBytes: number | null;
  readonly segmentsPerBroker: number | null;
  readonly fileHandlesPerBroker: number | null;
  readonly mapAreasPerBroker: number | null;
}

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
    everywhereBytes: others.everywhereBytes + (kept?.replicationFactor === brokers ? (added?.bytes ?? 0) : 0),
  };
  const handles = total.segments === null ? null : total.segments * HANDLES_PER_SEGMENT;
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
    limits: storageLimits(question, found),
    settings: settingsOf(question, found),
    claims: storageClaims,
    notes: notesOf(question, added),
    next: nextOf(question),
  };
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

function notesOf(
  { kept, compacted, present, topic, topicsNotDescribed }: StorageQuestion,
  added: Added | undefined,
): string[] {
  const notes: string[] = [];
  if (compacted)
    notes.push(
      `${topic ?? 'The topic'} is compacted: it holds the newest record of every key, and retention.ms and retention.bytes delete nothing there. What is reckoned here would hold with cleanup.policy=compact,delete; as it is, keys × record is what it comes to.`,
    );
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
      `What brokers hold already${topic === undefined ? '' : ` besides ${topic}`} is counted as it is now; Kafka tells no number of segments, so that they are reckoned from sizes and from segment.bytes, segment.ms and retention.ms of each topic.`,
    );
  if (topicsNotDescribed > 0)
    notes.push(
      `The settings of ${counted(topicsNotDescribed, 'topic')} may not be seen: their segments are reckoned with Kafka's defaults. It takes DESCRIBE_CONFIGS on them.`,
    );
  notes.push(
    'Two maps a segment is the most: a broker maps an index when it first uses it, so that there are fewer after a restart; the JVM itself has some 400.',
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

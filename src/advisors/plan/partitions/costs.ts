/** What a number of partitions costs: file handles and map areas, producer memory, disk, network, fail-over. Pure. */
import { DEFAULT_MAP_COUNT, HANDLES_PER_SEGMENT, keptByDefault, MAPS_PER_SEGMENT } from '../segments.ts';

/** How the topic is kept; Kafka's defaults where a cluster did not tell. */
export interface Storage {
  readonly segmentBytes: number;
  /** Undefined: kept for ever. */
  readonly retentionMs: number | undefined;
  /** Per partition; undefined: no limit by size. */
  readonly retentionBytes: number | undefined;
  readonly batchBytes: number;
  readonly bufferMemoryBytes: number;
}

/** How Kafka keeps a topic; batch.size and buffer.memory of the Java producer (4.x). */
export const kafkaDefaults: Storage = {
  segmentBytes: keptByDefault.segmentBytes,
  retentionMs: keptByDefault.retentionMs,
  retentionBytes: undefined,
  batchBytes: 16_384,
  bufferMemoryBytes: 33_554_432,
};

export interface Cost {
  readonly recordsPerSec: number | undefined;
  readonly retainedBytes: number | undefined;
  readonly replicationBytesPerSec: number;
  readonly segmentsPerBroker: number | undefined;
  readonly fileHandlesPerBroker: number | undefined;
  readonly mapAreasPerBroker: number | undefined;
  readonly producerMemoryBytes: number;
  /** Leaders that move when one broker is killed. */
  readonly leadersToMove: number | undefined;
  readonly documentFailoverMs: number;
  readonly notes: readonly string[];
}

/** The document: 2 ms for each partition that a new controller loads from ZooKeeper (question 33, part 04). */
const ZOOKEEPER_MS_PER_PARTITION = 2;
export function costOf(input: {
  readonly targetBytesPerSec: number;
  readonly partitions: number;
  readonly recordBytes: number | undefined;
  readonly brokers: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly others: { readonly partitions: number } | undefined;
  readonly storage: Storage;
}): Cost {
  const { targetBytesPerSec, partitions, brokers, storage } = input;
  const factor = input.replicationFactor ?? 1;
  const perPartition = retainedPerPartition(targetBytesPerSec / partitions, storage);
  const segments =
    perPartition === undefined ? undefined : (Math.ceil(perPartition / storage.segmentBytes) + 1) * partitions * factor;
  const segmentsPerBroker = segments === undefined || brokers === undefined ? undefined : Math.ceil(segments / brokers);
  const mapAreas = segmentsPerBroker === undefined ? undefined : segmentsPerBroker * MAPS_PER_SEGMENT;
  const producerMemoryBytes = partitions * storage.batchBytes;
  return {
    recordsPerSec: input.recordBytes === undefined ? undefined : targetBytesPerSec / input.recordBytes,
    retainedBytes: perPartition === undefined ? undefined : perPartition * partitions * factor,
    replicationBytesPerSec: targetBytesPerSec * (factor - 1),
    segmentsPerBroker,
    fileHandlesPerBroker: segmentsPerBroker === undefined ? undefined : segmentsPerBroker * HANDLES_PER_SEGMENT,
    mapAreasPerBroker: mapAreas,
    producerMemoryBytes,
    leadersToMove: brokers === undefined ? undefined : Math.ceil(partitions / brokers),
    documentFailoverMs: (partitions + (input.others?.partitions ?? 0)) * ZOOKEEPER_MS_PER_PARTITION,
    notes: notesOn(mapAreas, producerMemoryBytes, storage, input.targetBytesPerSec / partitions),
  };
}

function retainedPerPartition(bytesPerSec: number, { retentionMs, retentionBytes }: Storage): number | undefined {
  const byTime = retentionMs === undefined ? undefined : (bytesPerSec * retentionMs) / 1000;
  if (byTime === undefined || retentionBytes === undefined) return byTime ?? retentionBytes;
  return Math.min(byTime, retentionBytes);
}

function notesOn(
  mapAreas: number | undefined,
  producerMemory: number,
  storage: Storage,
  bytesPerSec: number,
): string[] {
  const notes = [];
  if (mapAreas !== undefined && mapAreas > DEFAULT_MAP_COUNT)
    notes.push(
      `${mapAreas} map areas exceed the default vm.max_map_count of ${DEFAULT_MAP_COUNT}: the broker would crash; raise it or segment.bytes`,
    );
  if (producerMemory > storage.bufferMemoryBytes)
    notes.push(
      `a producer with a batch open for each partition needs more than buffer.memory=${storage.bufferMemoryBytes}: raise it, or lower batch.size`,
    );
  if (bytesPerSec * 0.005 < 1024)
    notes.push(
      'at linger.ms=5 a batch of one partition holds under 1 KiB: many partitions cost batching; raise linger.ms',
    );
  return notes;
}

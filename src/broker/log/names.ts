/** Names of files and directories of a log, as Kafka writes them (LogFileUtils.java, LocalLog.java). */

export const DELETED = '.deleted';
export const CLEANED = '.cleaned';
export const SWAP = '.swap';

/** '.txnindex' comes with transactions; Kafka leaves it out while it is empty. */
export const SEGMENT_SUFFIXES = ['.log', '.index', '.timeindex', '.txnindex'] as const;
export type SegmentSuffix = (typeof SEGMENT_SUFFIXES)[number];

/** '00000000000000000042.log' */
export const offsetFile = (offset: number, suffix: SegmentSuffix | '.snapshot'): string =>
  `${String(offset).padStart(20, '0')}${suffix}`;

/** The offset and the suffix of a segment's or snapshot's file name; undefined for any other name. */
export function parseOffsetFile(name: string): { offset: number; suffix: string } | undefined {
  const match = /^(\d{20})(\..+)$/.exec(name);
  const offset = Number(match?.[1]);
  return match && Number.isSafeInteger(offset) ? { offset, suffix: match[2]! } : undefined;
}

/** The log of Kafka's controller (KRaft). It is no partition of ours, and left alone. */
export const METADATA_LOG = '__cluster_metadata-0';

export const partitionDirectory = (topic: string, partition: number): string => `${topic}-${partition}`;

/** The topic and partition of a directory name; undefined for anything else that lies in a data directory. */
export function parsePartitionDirectory(name: string): { topic: string; partition: number } | undefined {
  const match = /^([a-zA-Z0-9._-]{1,249})-(0|[1-9]\d{0,9})$/.exec(name);
  const partition = Number(match?.[2]);
  return match && partition < 2 ** 31 ? { topic: match[1]!, partition } : undefined;
}

/** Where a partition waits for its removal. The topic is cut so that the name fits in 255 bytes. */
export function deletedPartitionDirectory(topic: string, partition: number, uniqueId: string): string {
  const suffix = `-${partition}.${uniqueId}-delete`;
  return `${topic.slice(0, 255 - suffix.length)}${suffix}`;
}

export const isDeletedPartitionDirectory = (name: string): boolean => /-\d+\.[0-9a-f]{32}-delete$/.test(name);

/**
 * Tc as a group really shows it: what its members commit while they lag. Only partitions that lag at both ends of the window count,
 * for a consumer that has caught up commits no faster than producers write. Pure.
 */
export interface GroupSample {
  readonly atMs: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly committed: number | null;
    readonly end: number;
    readonly member: string | null;
  }[];
}

export interface GroupRate {
  readonly recordsPerSec: number;
  /** Members that own the partitions counted. */
  readonly consumers: number;
  readonly laggingPartitions: number;
  readonly consumerRecordsPerSec: number;
}

/** Undefined when no partition lagged during the whole window, or nothing was committed in it. */
export function groupRate(first: GroupSample, last: GroupSample): GroupRate | undefined {
  const seconds = (last.atMs - first.atMs) / 1000;
  const members = new Set<string>();
  let records = 0;
  let laggingPartitions = 0;
  for (const before of first.partitions) {
    const after = last.partitions.find(({ partition }) => partition === before.partition);
    if (before.committed === null || after?.committed == null || after.member === null) continue;
    if (before.committed >= before.end || after.committed >= after.end) continue;
    laggingPartitions++;
    records += after.committed - before.committed;
    members.add(after.member);
  }
  if (records <= 0 || seconds <= 0) return undefined;
  const recordsPerSec = records / seconds;
  return {
    recordsPerSec,
    consumers: members.size,
    laggingPartitions,
    consumerRecordsPerSec: recordsPerSec / members.size,
  };
}

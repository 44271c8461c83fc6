/** How long the first unread record of a group still lives, by time and by size, standing still and at its pace. Pure. */

export interface RetentionQuestion {
  /** Undefined: for ever. */
  readonly retentionMs: number | undefined;
  /** Of a partition; undefined: no limit. */
  readonly retentionBytes: number | undefined;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly arrivalPerSec: number;
  readonly recordBytes: number;
  readonly partitions: number;
  readonly lagRecords: number;
  /** Of the partition where most records wait. */
  readonly deepestLagRecords: number;
  readonly oldestUnreadMs: number;
  /** Of all members together; undefined: not known, for the group has caught up. */
  readonly drainPerSec: number | undefined;
  /** Consumers may be away for so long. */
  readonly outageMs: number;
  readonly topic: string | undefined;
  readonly group: string | undefined;
  readonly how: { readonly lag: string; readonly retention: string };
}

export interface Headroom {
  readonly byTimeMs: number | null;
  readonly bySizeMs: number | null;
  readonly headroomMs: number | null;
  readonly lossInMs: number | null;
  readonly drainMs: number | null | undefined;
}

export const bytesPerSecOfPartition = ({ arrivalPerSec, recordBytes, partitions }: RetentionQuestion): number =>
  (arrivalPerSec * recordBytes) / partitions;

export function headroomOf(question: RetentionQuestion): Headroom {
  const { retentionMs, retentionBytes, oldestUnreadMs, deepestLagRecords, recordBytes } = question;
  const { arrivalPerSec, drainPerSec, lagRecords } = question;
  const perSec = bytesPerSecOfPartition(question);
  const byTimeMs = retentionMs === undefined ? null : Math.max(0, retentionMs - oldestUnreadMs);
  const behind = deepestLagRecords * recordBytes;
  const bySizeMs =
    retentionBytes === undefined || perSec === 0 ? null : Math.max(0, ((retentionBytes - behind) / perSec) * 1000);
  const headroomMs = [byTimeMs, bySizeMs].reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)));
  const surplus = drainPerSec === undefined ? undefined : drainPerSec - arrivalPerSec;
  const agingShare = drainPerSec === undefined ? 0 : drainPerSec === 0 ? 1 : 1 - drainPerSec / arrivalPerSec;
  return {
    byTimeMs,
    bySizeMs,
    headroomMs,
    drainMs:
      surplus === undefined ? undefined : lagRecords === 0 ? 0 : surplus > 0 ? (lagRecords / surplus) * 1000 : null,
    lossInMs: headroomMs === null || lagRecords === 0 || agingShare <= 0 ? null : headroomMs / agingShare,
  };
}

/** How long a segment takes writes: its records leave only together, after its youngest has expired. */
export const segmentLifeMs = (question: RetentionQuestion): number => {
  const perSec = bytesPerSecOfPartition(question);
  return Math.min(question.segmentMs, perSec === 0 ? question.segmentMs : (question.segmentBytes / perSec) * 1000);
};

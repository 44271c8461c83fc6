/**
 * Whether a group reads its records before retention deletes them: how old the oldest unread one is, how long it still lives, and what
 * retention an outage of the consumers takes. By time and by size, for whichever comes first deletes. Pure; rates are records a second.
 */
import { bytes, count, time } from './figure.ts';
import {
  atLeast,
  atMost,
  type Claim,
  type Limit,
  type Plan,
  requirePositive,
  type Setting,
  type Step,
} from './plan.ts';

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

export interface RetentionPlan extends Plan {
  /** Until records are lost when the group stops now; null: never. */
  readonly headroomMs: number | null;
  /** Until records are lost when it goes on as it does; null: never. */
  readonly lossInMs: number | null;
  readonly retentionNeededMs: number;
}

/** log.retention.check.interval.ms; Kafka's default. */
const CHECK_MS = 300_000;
/** The outage that comes is longer than the one that was planned for. */
const MARGIN = 1.5;

const RETENTION =
  'Kafka documentation, retention.ms, retention.bytes, segment.ms (TopicConfig); UnifiedLog.deleteOldSegments';
const OWN = "mq's own margin of a half";

/** Throws RangeError when a number is not positive. */
export function planRetention(question: RetentionQuestion): RetentionPlan {
  const { recordBytes, partitions, segmentBytes, segmentMs, retentionMs, retentionBytes, outageMs } = question;
  requirePositive({ recordBytes, partitions, segmentBytes, segmentMs, retentionMs, retentionBytes, outageMs });
  const found = headroomOf(question);
  const neededMs = (question.oldestUnreadMs + outageMs) * MARGIN;
  return {
    answer: answerOf(question, found),
    headroomMs: found.headroomMs,
    lossInMs: found.lossInMs,
    retentionNeededMs: neededMs,
    given: [
      { what: 'arrival', value: question.arrivalPerSec, unit: 'records/s', how: question.how.lag },
      { what: 'backlog', value: question.lagRecords, unit: 'count', how: question.how.lag },
      { what: 'oldest unread record', value: question.oldestUnreadMs, unit: 'ms', how: question.how.lag },
      ...(question.drainPerSec === undefined
        ? []
        : [
            {
              what: 'the group gets through',
              value: question.drainPerSec,
              unit: 'records/s',
              how: question.how.lag,
            } as const,
          ]),
      ...(retentionMs === undefined
        ? []
        : [{ what: 'retention.ms', value: retentionMs, unit: 'ms', how: question.how.retention } as const]),
      ...(retentionBytes === undefined
        ? []
        : [
            {
              what: 'retention.bytes',
              value: retentionBytes,
              unit: 'bytes',
              how: `${question.how.retention}, of each partition`,
            } as const,
          ]),
    ],
    steps: stepsOf(question, found, neededMs),
    limits: limitsOf(question, found, neededMs),
    settings: settingsOf(question, neededMs),
    claims,
    notes: notesOf(question),
    next: nextOf(question, found, neededMs),
  };
}

interface Headroom {
  readonly byTimeMs: number | null;
  readonly bySizeMs: number | null;
  readonly headroomMs: number | null;
  readonly lossInMs: number | null;
  readonly drainMs: number | null | undefined;
}

const bytesPerSecOfPartition = ({ arrivalPerSec, recordBytes, partitions }: RetentionQuestion): number =>
  (arrivalPerSec * recordBytes) / partitions;

function headroomOf(question: RetentionQuestion): Headroom {
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

function answerOf({ outageMs, drainPerSec }: RetentionQuestion, { headroomMs, lossInMs }: Headroom): string {
  if (headroomMs === null) return 'Nothing is lost: this topic is kept for ever';
  const away = `If consumers stopped now, the first unread record would be gone in ${time(headroomMs)}`;
  if (lossInMs !== null)
    return `Records are lost from ${time(lossInMs)} on: the group ${drainPerSec === 0 ? 'stands still' : 'is slower than its producers'}`;
  return `${away}: an outage of ${time(outageMs)} ${headroomMs >= outageMs ? 'loses nothing' : 'loses records'}`;
}

/** How long a segment takes writes: its records leave only together, after its youngest has expired. */
const segmentLifeMs = (question: RetentionQuestion): number => {
  const perSec = bytesPerSecOfPartition(question);
  return Math.min(question.segmentMs, perSec === 0 ? question.segmentMs : (question.segmentBytes / perSec) * 1000);
};

function stepsOf(question: RetentionQuestion, found: Headroom, neededMs: number): Step[] {
  const { retentionMs, retentionBytes, oldestUnreadMs, outageMs, lagRecords, drainPerSec, arrivalPerSec } = question;
  const perSec = bytesPerSecOfPartition(question);
  const steps: (Step | false)[] = [
    retentionMs !== undefined && {
      what: 'headroom by time',
      formula: 'retention.ms − age of the oldest unread record',
      arithmetic: `${time(retentionMs)} − ${time(oldestUnreadMs)}`,
      value: found.byTimeMs,
      unit: 'ms',
      source: RETENTION,
    },
    retentionBytes !== undefined && {
      what: 'headroom by size',
      formula: '(retention.bytes − deepest backlog) / arrival of a partition',
      arithmetic: `(${bytes(retentionBytes)} − ${bytes(question.deepestLagRecords * question.recordBytes)}) / ${bytes(perSec)}/s`,
      value: found.bySizeMs,
      unit: 'ms',
      source: `${RETENTION}: retention.bytes counts for each partition`,
    },
    found.drainMs !== undefined && {
      what: 'backlog gone',
      formula: 'backlog / (the group − arrival)',
      arithmetic: `${count(lagRecords)} / (${count(drainPerSec ?? 0)} − ${count(arrivalPerSec)})`,
      value: found.drainMs,
      unit: 'ms',
      source: 'arithmetic',
    },
    found.lossInMs !== null && {
      what: 'first loss at this pace',
      formula: 'headroom / (1 − the group / arrival)',
      arithmetic:
        drainPerSec === 0
          ? `${time(found.headroomMs ?? 0)} / 1, for it stands still`
          : `${time(found.headroomMs ?? 0)} / (1 − ${count(drainPerSec ?? 0)} / ${count(arrivalPerSec)}); its position grows older by that share of the time`,
      value: found.lossInMs,
      unit: 'ms',
      source: 'arithmetic',
    },
    {
      what: 'retention.ms for the outage',
      formula: '(oldest unread + outage) × 1.5',
      arithmetic: `(${time(oldestUnreadMs)} + ${time(outageMs)}) × ${MARGIN}`,
      value: neededMs,
      unit: 'ms',
      source: `arithmetic; ${OWN}`,
    },
    perSec > 0 && {
      what: 'retention.bytes for it',
      formula: 'arrival of a partition × retention.ms',
      arithmetic: `${bytes(perSec)}/s × ${time(neededMs)}, of each partition, if size is limited at all`,
      value: (perSec * neededMs) / 1000,
      unit: 'bytes',
      source: `arithmetic; ${OWN}`,
    },
    retentionMs !== undefined && {
      what: 'a record lives at most',
      formula: 'retention.ms + min(segment.ms, segment.bytes / arrival) + check interval',
      arithmetic: `${time(retentionMs)} + ${time(segmentLifeMs(question))} + ${time(CHECK_MS)}`,
      value: retentionMs + segmentLifeMs(question) + CHECK_MS,
      unit: 'ms',
      source: RETENTION,
    },
  ];
  return steps.filter(step => step !== false);
}

function limitsOf(
  { outageMs, topic, retentionMs, drainPerSec }: RetentionQuestion,
  { headroomMs, lossInMs, drainMs }: Headroom,
  neededMs: number,
): Limit[] {
  const alter = `mq config alter --topic ${topic ?? 'TOPIC'} --set retention.ms=${wholeHours(neededMs)}`;
  const limits: Limit[] = [];
  if (headroomMs !== null)
    limits.push(
      atLeast({
        what: 'headroom for an outage',
        value: headroomMs,
        limit: outageMs,
        unit: 'ms',
        source: RETENTION,
        advice: `${alter}; it takes effect at once, also for what is there`,
      }),
    );
  if (lossInMs !== null)
    limits.push(
      atMost({
        what: 'backlog gone',
        value: drainMs ?? null,
        limit: lossInMs,
        unit: 'ms',
        source: 'a group that is no faster than its producers never catches up',
        advice: `${drainPerSec === 0 ? 'start the group, or see what stops it (mq group describe)' : 'give the group more members (mq plan consumers)'}${retentionMs !== undefined && retentionMs < neededMs ? `, and meanwhile ${alter}` : ''}`,
      }),
    );
  return limits;
}

const wholeHours = (ms: number): number => Math.ceil(ms / 3_600_000) * 3_600_000;

function settingsOf(question: RetentionQuestion, neededMs: number): Setting[] {
  const { retentionMs, retentionBytes } = question;
  const keep = Math.max(wholeHours(neededMs), retentionMs ?? 0);
  const settings: Setting[] = [];
  if (retentionMs !== undefined)
    settings.push({
      of: 'topic',
      key: 'retention.ms',
      value: String(keep),
      byDefault: '604800000',
      why: retentionMs >= neededMs ? 'enough as it is' : `${time(keep)}, what the outage takes`,
    });
  if (retentionBytes !== undefined)
    settings.push({
      of: 'topic',
      key: 'retention.bytes',
      value: String(Math.max(retentionBytes, Math.ceil((bytesPerSecOfPartition(question) * keep) / 1000))),
      byDefault: '-1',
      why: 'of each partition; so that size does not delete before time does',
    });
  return settings;
}

function notesOf(question: RetentionQuestion): string[] {
  const { retentionMs, segmentMs } = question;
  const notes = [
    'Retention deletes whole segments whose youngest record has expired: no record goes before its time, many go later.',
  ];
  const life = segmentLifeMs(question);
  if (retentionMs !== undefined && life > retentionMs)
    notes.push(
      `A segment takes writes for ${time(life)}, longer than retention.ms: records stay up to ${time(life)} beyond it. A smaller segment.ms (now ${time(segmentMs)}) or segment.bytes frees disks sooner, at the price of more files (mq plan storage).`,
    );
  notes.push(
    'Expiry counts the timestamps of records: a producer whose clock is ahead keeps a segment for longer, a relay of old records (CreateTime) may see them deleted on arrival.',
  );
  return notes;
}

function nextOf(
  { topic, group, retentionMs }: RetentionQuestion,
  { headroomMs, lossInMs }: Headroom,
  neededMs: number,
): string[] {
  const next: string[] = [];
  if (retentionMs !== undefined && retentionMs < neededMs && headroomMs !== null)
    next.push(`mq config alter --topic ${topic ?? 'TOPIC'} --set retention.ms=${wholeHours(neededMs)}`);
  if (lossInMs !== null) next.push(`mq plan consumers --topic ${topic ?? 'TOPIC'} --group ${group ?? 'GROUP'}`);
  return [
    ...next,
    `mq plan storage --topic ${topic ?? 'TOPIC'} --retention ${hours(Math.max(neededMs, retentionMs ?? 0))}`,
  ];
}

const hours = (ms: number): string => `${Math.ceil(ms / 3_600_000)}h`;

const claims: readonly Claim[] = [
  {
    place: 'S0:L399',
    says: 'clean-up makes sure that data is not referenced, that is consumed.',
    today: 'it does not look at groups at all: a group that is late loses what expires.',
    source: 'Kafka documentation, cleanup.policy (TopicConfig)',
  },
  {
    place: 'S0:L471',
    says: 'messages are kept for a time, 7 days as a rule, and then deleted.',
    today: 'still the default (log.retention.hours=168); retention.bytes, none by default, may delete earlier.',
    source: 'Kafka documentation, retention.ms and retention.bytes (TopicConfig)',
  },
];

/**
 * Whether a group reads its records before retention deletes them: how old the oldest unread one is, how long it still lives, and what
 * retention an outage of the consumers takes. By time and by size, for whichever comes first deletes. Pure; rates are records a second.
 */
import { time } from '../figure.ts';
import { atLeast, atMost, type Limit, type Plan, requirePositive, type Setting } from '../plan.ts';
import { retentionClaims } from './claims.ts';
import {
  bytesPerSecOfPartition,
  type Headroom,
  headroomOf,
  type RetentionQuestion,
  segmentLifeMs,
} from './headroom.ts';
import { MARGIN, RETENTION, retentionSteps } from './steps.ts';

export interface RetentionPlan extends Plan {
  /** Until records are lost when the group stops now; null: never. */
  readonly headroomMs: number | null;
  /** Until records are lost when it goes on as it does; null: never. */
  readonly lossInMs: number | null;
  readonly retentionNeededMs: number;
}

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
    steps: retentionSteps(question, found, neededMs),
    limits: limitsOf(question, found, neededMs),
    settings: settingsOf(question, neededMs),
    claims: retentionClaims,
    notes: notesOf(question),
    next: nextOf(question, found, neededMs),
  };
}

function answerOf({ outageMs, drainPerSec }: RetentionQuestion, { headroomMs, lossInMs }: Headroom): string {
  if (headroomMs === null) return 'Nothing is lost: this topic is kept for ever';
  const away = `If consumers stopped now, the first unread record would be gone in ${time(headroomMs)}`;
  if (lossInMs !== null)
    return `Records are lost from ${time(lossInMs)} on: the group ${drainPerSec === 0 ? 'stands still' : 'is slower than its producers'}`;
  return `${away}: an outage of ${time(outageMs)} ${headroomMs >= outageMs ? 'loses nothing' : 'loses records'}`;
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

/** The arithmetic of retention against lag, step by step. Pure. */
import { bytes, count, time } from '../figure.ts';
import type { Step } from '../plan.ts';
import { RETENTION_CHECK_MS } from '../segments.ts';
import { bytesPerSecOfPartition, type Headroom, type RetentionQuestion, segmentLifeMs } from './headroom.ts';

/** The outage that comes is longer than the one that was planned for. */
export const MARGIN = 1.5;

export const RETENTION =
  'Kafka documentation, retention.ms, retention.bytes, segment.ms (TopicConfig); UnifiedLog.deleteOldSegments';
const OWN = "mq's own margin of a half";

export function retentionSteps(question: RetentionQuestion, found: Headroom, neededMs: number): Step[] {
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
      arithmetic: `${time(retentionMs)} + ${time(segmentLifeMs(question))} + ${time(RETENTION_CHECK_MS)}`,
      value: retentionMs + segmentLifeMs(question) + RETENTION_CHECK_MS,
      unit: 'ms',
      source: RETENTION,
    },
  ];
  return steps.filter(step => step !== false);
}

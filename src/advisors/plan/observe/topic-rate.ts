/** What was written to a topic hour by hour, by its offsets at points in time: ListOffsets alone, no record is read. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { listOffsets, type OffsetAt } from '../../../kafka/offsets.ts';
import { time } from '../figure.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export interface TopicRate {
  /** Over the last 24 hours, or since the oldest record when that is younger. */
  readonly meanPerSec: number;
  /** Of the busiest hour. */
  readonly peakPerSec: number;
  readonly windowMs: number;
  /** Records of the window in each partition. */
  readonly recordsByPartition: ReadonlyMap<number, number>;
}

/** What the peak is the rate of: a topic younger than an hour has no busiest hour, only a burst. */
export const peakText = ({ windowMs }: TopicRate): string =>
  windowMs < HOUR_MS ? sinceOldest(windowMs) : `in its busiest hour of the last ${HOURS}`;
export const meanText = ({ windowMs }: TopicRate): string =>
  windowMs < HOURS * HOUR_MS ? `the mean ${sinceOldest(windowMs)}` : `the mean of the last ${HOURS} hours`;
const sinceOldest = (windowMs: number): string => `since its oldest record, ${time(windowMs)} ago`;

/** Times are those of the records: a producer's clock, unless the topic stamps LogAppendTime. Undefined for a topic without records. */
export async function topicRate(
  cluster: Cluster,
  topic: string,
  partitions: readonly number[],
  nowMs = Date.now(),
): Promise<TopicRate | undefined> {
  const ask = (at: OffsetAt) =>
    listOffsets(
      cluster,
      topic,
      partitions.map(partition => ({ partition, at })),
    );
  const hours = Array.from({ length: HOURS }, (_, hour) => ({ timestampMs: nowMs - (hour + 1) * HOUR_MS }));
  const [ends, oldest, ...points] = await Promise.all([ask('latest'), ask({ timestampMs: 0 }), ...hours.map(ask)]);
  const oldestMs = Math.min(...oldest.map(({ timestampMs }) => timestampMs ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(oldestMs)) return undefined;
  return rateOf({
    ends: ends.map(({ offset }) => offset ?? 0),
    // where no record is that young, nothing was written since
    points: points.map(found => found.map(({ offset }, at) => offset ?? ends[at]!.offset ?? 0)),
    partitions: ends.map(({ partition }) => partition),
    ageMs: Math.max(0, nowMs - oldestMs),
  });
}

interface Points {
  /** By partition. */
  readonly ends: readonly number[];
  /** One, two, three … hours ago, each by partition. */
  readonly points: readonly (readonly number[])[];
  readonly partitions: readonly number[];
  /** Of the oldest record. */
  readonly ageMs: number;
}

/** Pure. */
export function rateOf({ ends, points, partitions, ageMs }: Points): TopicRate {
  const byHour = points.map((point, hour) => {
    const until = hour === 0 ? ends : points[hour - 1]!;
    return point.reduce((sum, offset, at) => sum + Math.max(0, until[at]! - offset), 0);
  });
  const windowMs = Math.min(Math.max(ageMs, 1000), points.length * HOUR_MS);
  const youngestHourMs = Math.min(windowMs, HOUR_MS);
  const inWindow = ends.map((end, at) => Math.max(0, end - points.at(-1)![at]!));
  const perSec = byHour.map((records, hour) => (records / (hour === 0 ? youngestHourMs : HOUR_MS)) * 1000);
  return {
    meanPerSec: (inWindow.reduce((sum, records) => sum + records, 0) / windowMs) * 1000,
    peakPerSec: Math.max(...perSec),
    windowMs,
    recordsByPartition: new Map(partitions.map((partition, at) => [partition, inWindow[at]!])),
  };
}

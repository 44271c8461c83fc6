/** What brokers hold already, from their log directories and the settings of topics. Pure. */
import type { LogDir } from '../../../kafka/admin/log-dirs.ts';
import { keptByDefault } from '../segments.ts';

export interface BrokerLoad {
  readonly node: number;
  readonly replicas: number;
  readonly bytes: number;
  /** Of `bytes`, what every broker has a copy of: when one is lost, there is none to make it anew on. */
  readonly everywhereBytes: number;
  /** Estimated from the sizes and from how the topics roll. */
  readonly segments: number;
  /** Of its volumes together; undefined where the broker does not say (before 3.3). */
  readonly diskBytes: number | undefined;
  readonly freeBytes: number | undefined;
}

/** When a topic begins another segment, and how long it keeps one. */
export interface Rolling {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** Undefined: kept for ever, or compacted. */
  readonly retentionMs: number | undefined;
}

/** In order of node; what they hold besides the topic `without`. Topics that `rolling` lacks roll as Kafka's defaults say. */
export function loadsOf(
  dirs: readonly LogDir[],
  without: string | undefined,
  rolling: ReadonlyMap<string, Rolling>,
): BrokerLoad[] {
  const byNode = [...Map.groupBy(dirs, ({ node }) => node)].sort(([a], [b]) => a - b);
  const copies = new Map<string, number>();
  for (const { topic, partition, isFuture } of dirs.flatMap(dir => dir.replicas))
    if (!isFuture) copies.set(`${topic}-${partition}`, (copies.get(`${topic}-${partition}`) ?? 0) + 1);
  return byNode.map(([node, ofNode]) => {
    const replicas = ofNode.flatMap(dir => dir.replicas).filter(({ topic }) => topic !== without);
    const everywhere = replicas.filter(({ topic, partition }) => copies.get(`${topic}-${partition}`) === byNode.length);
    return {
      node,
      replicas: replicas.length,
      bytes: bytesOf(replicas),
      everywhereBytes: bytesOf(everywhere),
      segments: replicas.reduce(
        (sum, { topic, sizeBytes }) => sum + segmentsOf(sizeBytes, rolling.get(topic) ?? keptByDefault),
        0,
      ),
      diskBytes: known(ofNode.map(({ totalBytes }) => totalBytes)),
      freeBytes: known(ofNode.map(({ usableBytes }) => usableBytes)),
    };
  });
}

const bytesOf = (replicas: readonly { readonly sizeBytes: number }[]): number =>
  replicas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** By size; where segments roll several times within the retention, as many as that may leave. */
function segmentsOf(sizeBytes: number, { segmentBytes, segmentMs, retentionMs }: Rolling): number {
  const bySize = Math.max(1, Math.ceil(sizeBytes / segmentBytes));
  if (sizeBytes === 0 || retentionMs === undefined || segmentMs >= retentionMs) return bySize;
  return Math.max(bySize, Math.ceil(retentionMs / segmentMs) + 1);
}

const known = (values: readonly number[]): number | undefined =>
  values.some(value => value < 0) ? undefined : values.reduce((sum, value) => sum + value, 0);

/** The most of each that any broker holds; `everywhereBytes` of the one with most bytes. */
export const worst = (loads: readonly BrokerLoad[]): { bytes: number; everywhereBytes: number; segments: number } => {
  const fullest = loads.reduce<BrokerLoad | undefined>(
    (a, b) => (a === undefined || b.bytes > a.bytes ? b : a),
    undefined,
  );
  return {
    bytes: fullest?.bytes ?? 0,
    everywhereBytes: fullest?.everywhereBytes ?? 0,
    segments: Math.max(0, ...loads.map(load => load.segments)),
  };
};

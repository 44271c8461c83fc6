/** What brokers hold already, from their log directories. Pure. */
import type { LogDir } from '../../../kafka/admin.ts';
import { keptByDefault } from '../segments.ts';

export interface BrokerLoad {
  readonly node: number;
  readonly replicas: number;
  readonly bytes: number;
  /** Estimated from the sizes. */
  readonly segments: number;
  /** Of its volumes together; undefined where the broker does not say (before 3.3). */
  readonly diskBytes: number | undefined;
  readonly freeBytes: number | undefined;
}

/** In order of node; what they hold besides the topic `without`. */
export function loadsOf(dirs: readonly LogDir[], without: string | undefined): BrokerLoad[] {
  const byNode = [...Map.groupBy(dirs, ({ node }) => node)].sort(([a], [b]) => a - b);
  return byNode.map(([node, ofNode]) => {
    const replicas = ofNode.flatMap(dir => dir.replicas).filter(({ topic }) => topic !== without);
    return {
      node,
      replicas: replicas.length,
      bytes: replicas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      segments: replicas.reduce(
        (sum, { sizeBytes }) => sum + Math.max(1, Math.ceil(sizeBytes / keptByDefault.segmentBytes)),
        0,
      ),
      diskBytes: known(ofNode.map(({ totalBytes }) => totalBytes)),
      freeBytes: known(ofNode.map(({ usableBytes }) => usableBytes)),
    };
  });
}

const known = (values: readonly number[]): number | undefined =>
  values.some(value => value < 0) ? undefined : values.reduce((sum, value) => sum + value, 0);

/** The most of each that any broker holds. */
export const worst = (loads: readonly BrokerLoad[]): { bytes: number; segments: number } => ({
  bytes: Math.max(0, ...loads.map(load => load.bytes)),
  segments: Math.max(0, ...loads.map(load => load.segments)),
});

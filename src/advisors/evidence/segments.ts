/** How many log segments a broker has at least, from the sizes of its replicas. */
import type { Configs, LogDirFacts } from './cluster-facts.ts';
import { numberOf } from './setting.ts';

const DEFAULT_SEGMENT_BYTES = 1024 ** 3;

/** By node. Segments that time has closed before they were full (segment.ms) come on top. */
export function segmentsByBroker(
  logDirs: readonly LogDirFacts[],
  topicConfigs: Readonly<Record<string, Configs>>,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { node, replicas } of logDirs) {
    let segments = counts.get(node) ?? 0;
    for (const { topic, sizeBytes } of replicas) {
      const segmentBytes = numberOf(topicConfigs[topic], 'segment.bytes') ?? DEFAULT_SEGMENT_BYTES;
      segments += Math.max(1, Math.ceil(sizeBytes / segmentBytes));
    }
    counts.set(node, segments);
  }
  return counts;
}

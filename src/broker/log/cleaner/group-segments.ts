/**
 * Which neighbouring segments become one: as many as fit into one, so that segments do not shrink to nothing pass after
 * pass (Kafka: Cleaner.groupSegmentsBySize). Pure.
 */
const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;

export interface GroupedSegment {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  readonly offsetIndex: { readonly sizeBytes: number };
  readonly timeIndex: { readonly sizeBytes: number };
}

export interface GroupLimits {
  readonly segmentBytes: number;
  readonly segmentIndexBytes: number;
}

/** `end` is the offset after the last of them. */
export function groupSegments<S extends GroupedSegment>(
  segments: readonly S[],
  { segmentBytes, segmentIndexBytes }: GroupLimits,
  end: number,
): S[][] {
  const groups: S[][] = [];
  let [logBytes, indexBytes, timeIndexBytes] = [0, 0, 0];
  for (const [i, segment] of segments.entries()) {
    const group = groups.at(-1);
    const lastOffset = (segments[i + 1]?.baseOffset ?? end) - 1;
    const fits =
      group !== undefined &&
      logBytes + segment.sizeBytes <= segmentBytes &&
      indexBytes + segment.offsetIndex.sizeBytes <= segmentIndexBytes &&
      timeIndexBytes + segment.timeIndex.sizeBytes <= segmentIndexBytes &&
      // An empty one joins however far it is: else one would be left for every 2^31 offsets.
      (segment.sizeBytes === 0 || lastOffset - group[0]!.baseOffset <= MAX_RELATIVE_OFFSET);
    if (!fits) [logBytes, indexBytes, timeIndexBytes] = [0, 0, 0];
    if (fits) group.push(segment);
    else groups.push([segment]);
    logBytes += segment.sizeBytes;
    indexBytes += segment.offsetIndex.sizeBytes;
    timeIndexBytes += segment.timeIndex.sizeBytes;
  }
  return groups;
}

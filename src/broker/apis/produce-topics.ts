/** The partitions of a produce request, each once. */

import { repeated } from '../../lib/repeated.ts';
import type { RequestOf } from '../../protocol/api.ts';
import type { produce } from '../../protocol/apis/00-produce.ts';

type TopicData = RequestOf<typeof produce>['topicData'][number];

/** Of a partition that comes twice the last batch counts, and nobody hears of the others (KafkaApis.handleProduceRequest has a map). */
export function eachOnce(topicData: readonly TopicData[]): readonly TopicData[] {
  const names = topicData.map(({ name, topicId }) => name || topicId);
  const isTwice = topicData.some(({ partitionData }) => repeat(partitionData.map(({ index }) => index)));
  if (!isTwice && !repeat(names)) return topicData;
  const merged = new Map<string, TopicData & { last: Map<number, TopicData['partitionData'][number]> }>();
  for (const [i, data] of topicData.entries()) {
    const { last } = merged.get(names[i]!) ?? { last: new Map() };
    for (const partition of data.partitionData) last.set(partition.index, partition);
    merged.set(names[i]!, { ...data, last });
  }
  return [...merged.values()].map(({ last, ...data }) => ({ ...data, partitionData: [...last.values()] }));
}

const repeat = (values: readonly unknown[]): boolean => values.length > 1 && repeated(values).size > 0;

import { offsetForLeaderEpoch } from '../../protocol/apis/23-offset-for-leader-epoch.ts';
import { errors } from '../../protocol/errors.ts';
import type { Topic } from '../metadata/topics.ts';
import { row } from './row.ts';

interface Asked {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly leaderEpoch: number;
}

export const offsetForLeaderEpochRow = row({
  api: offsetForLeaderEpoch,
  serves: '2-4',
  handle: ({ topics }, { broker }) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(asked => answer(broker.topics.byName(topic), asked)),
    })),
  }),
});

function answer(topic: Topic | undefined, { partition: index, currentLeaderEpoch, leaderEpoch }: Asked) {
  const partition = topic?.partitions[index];
  if (partition === undefined) return { partition: index, errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code };
  const fenced = partition.epochError(currentLeaderEpoch);
  if (fenced !== undefined) return { partition: index, errorCode: errors[fenced].code };
  return { partition: index, errorCode: 0, ...partition.log.endOffsetForEpoch(leaderEpoch) };
}

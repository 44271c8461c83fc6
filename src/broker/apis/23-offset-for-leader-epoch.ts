import { offsetForLeaderEpoch } from '../../protocol/apis/23-offset-for-leader-epoch.ts';
import { errors } from '../../protocol/errors.ts';
import type { Topic } from '../metadata/topics.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, type RequestContext, row } from './row.ts';

interface Asked {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly leaderEpoch: number;
}

export const offsetForLeaderEpochRow = row({
  api: offsetForLeaderEpoch,
  serves: '2-4',
  needs: ['CLUSTER_ACTION CLUSTER', 'DESCRIBE TOPIC'],
  handle: ({ topics }, context) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(asked =>
        maySee(topic, context) ? answer(context.broker.topics.byName(topic), asked) : hidden(asked),
      ),
    })),
  }),
});

/** A follower, or a client that may describe the topic. */
const maySee = (topic: string, context: RequestContext): boolean =>
  mayDo(context, 'CLUSTER_ACTION', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'DESCRIBE', 'TOPIC', topic);

const hidden = ({ partition }: Asked) => ({ partition, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code });

function answer(topic: Topic | undefined, { partition: index, currentLeaderEpoch, leaderEpoch }: Asked) {
  const partition = topic?.partitions[index];
  if (partition === undefined) return { partition: index, errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code };
  const fenced = partition.epochError(currentLeaderEpoch);
  if (fenced !== undefined) return { partition: index, errorCode: errors[fenced].code };
  return { partition: index, errorCode: 0, ...partition.log.endOffsetForEpoch(leaderEpoch) };
}

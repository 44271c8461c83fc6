import { alterReplicaLogDirs } from '../../protocol/apis/34-alter-replica-log-dirs.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

/** There is one data directory, and replicas are in it (Kafka: ReplicaManager.alterReplicaLogDirs). */
export const alterReplicaLogDirsRow = row({
  api: alterReplicaLogDirs,
  serves: '1-2',
  needs: ['ALTER CLUSTER'],
  handle({ dirs }, context) {
    const isAllowed = mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME);
    const results = dirs.flatMap(({ path, topics }) =>
      topics.map(({ name, partitions }) => ({
        topicName: name,
        partitions: partitions.map(partitionIndex => {
          const error = isAllowed ? move(path, name, partitionIndex, context.broker) : 'CLUSTER_AUTHORIZATION_FAILED';
          return { partitionIndex, errorCode: errors[error].code };
        }),
      })),
    );
    return { throttleTimeMs: 0, results };
  },
});

function move(path: string, topic: string, partition: number, { dataDir, topics }: Broker): ErrorName {
  if (path !== dataDir) return 'LOG_DIR_NOT_FOUND';
  return topics.byName(topic)?.partitions[partition] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NONE';
}

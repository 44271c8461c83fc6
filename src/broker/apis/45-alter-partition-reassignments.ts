import type { RequestOf } from '../../protocol/api.ts';
import { alterPartitionReassignments } from '../../protocol/apis/45-alter-partition-reassignments.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { checkReplicaIds } from '../metadata/new-topic.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

type Request = RequestOf<typeof alterPartitionReassignments>;

/**
 * Where there is one broker, a partition can only be moved to where it is, which is done at once; so there is never a move
 * to cancel (Kafka: ReplicationControlManager.alterPartitionReassignments).
 */
export const alterPartitionReassignmentsRow = row({
  api: alterPartitionReassignments,
  serves: '0-1',
  needs: ['ALTER CLUSTER'],
  handle(request, context) {
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) return denied(request);
    const { topics, allowReplicationFactorChange } = request;
    return {
      throttleTimeMs: 0,
      allowReplicationFactorChange,
      errorCode: 0,
      errorMessage: topics.length === 0 ? '' : null,
      responses: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, replicas }) => {
          try {
            reassign(name, partitionIndex, replicas, context.broker);
            return { partitionIndex, errorCode: 0, errorMessage: null };
          } catch (error) {
            return { partitionIndex, ...refusalOf(error) };
          }
        }),
      })),
    };
  },
});

function reassign(name: string, index: number, replicas: readonly number[] | null, { topics, node }: Broker): void {
  const topic = topics.byName(name);
  if (topic === undefined)
    throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find a topic named ${name}.`);
  if (topic.partitions[index] === undefined)
    throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find partition ${name}:${index}.`);
  if (replicas === null)
    throw new MetadataError('NO_REASSIGNMENT_IN_PROGRESS', errors.NO_REASSIGNMENT_IN_PROGRESS.message);
  checkReplicaIds(replicas, node.id);
}

function denied({ topics }: Request) {
  const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
  return {
    throttleTimeMs: 0,
    errorCode,
    errorMessage,
    responses: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, errorMessage })),
    })),
  };
}

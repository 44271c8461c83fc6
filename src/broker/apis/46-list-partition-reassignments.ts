import { listPartitionReassignments } from '../../protocol/apis/46-list-partition-reassignments.ts';
import { errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

/** Nothing is ever on the move. */
export const listPartitionReassignmentsRow = row({
  api: listPartitionReassignments,
  serves: '0',
  needs: ['DESCRIBE CLUSTER'],
  handle({ topics }, context) {
    if (mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME))
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics: [] };
    const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
    const asked = (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map(partitionIndex => ({
        partitionIndex,
        replicas: [],
        addingReplicas: [],
        removingReplicas: [],
      })),
    }));
    return { throttleTimeMs: 0, errorCode, errorMessage, topics: asked };
  },
});

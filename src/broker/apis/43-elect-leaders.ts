import type { RequestOf } from '../../protocol/api.ts';
import { electLeaders } from '../../protocol/apis/43-elect-leaders.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

type Request = RequestOf<typeof electLeaders>;

const UNCLEAN = 1;

/** The only replica leads, so nothing is ever to be elected (Kafka: ReplicationControlManager.electLeaders). */
export const electLeadersRow = row({
  api: electLeaders,
  serves: '0-2',
  needs: ['ALTER CLUSTER'],
  handle(request, context) {
    const { version } = context;
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME))
      return refused(request, version, 'CLUSTER_AUTHORIZATION_FAILED');
    const { electionType } = request;
    if (electionType < 0 || electionType > UNCLEAN)
      return refused(request, version, 'INVALID_REQUEST', `Unknown election type ${electionType}`);
    return { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: elected(request, context.broker) };
  },
});

function elected({ topicPartitions }: Request, { topics }: Broker) {
  // Of all partitions only those are told that failed: none did.
  if (topicPartitions === null) return [...topics.all].map(({ name }) => ({ topic: name, partitionResult: [] }));
  return topicPartitions.map(({ topic: name, partitions }) => ({
    topic: name,
    partitionResult: partitions.map(partitionId => {
      const topic = topics.byName(name);
      if (topic === undefined) return result(partitionId, 'UNKNOWN_TOPIC_OR_PARTITION', `No such topic as ${name}`);
      if (topic.partitions[partitionId] === undefined)
        return result(partitionId, 'UNKNOWN_TOPIC_OR_PARTITION', `No such partition as ${name}-${partitionId}`);
      return result(partitionId, 'ELECTION_NOT_NEEDED');
    }),
  }));
}

const result = (partitionId: number, error: ErrorName, errorMessage: string = errors[error].message) => ({
  partitionId,
  errorCode: errors[error].code,
  errorMessage,
});

/** Version 0 tells it of each partition only. */
const refused = ({ topicPartitions }: Request, version: number, error: ErrorName, message?: string) => ({
  throttleTimeMs: 0,
  errorCode: version === 0 ? 0 : errors[error].code,
  replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map(partitionId => result(partitionId, error, message)),
  })),
});

import type { RequestOf } from '../../protocol/api.ts';
import { describeQuorum } from '../../protocol/apis/55-describe-quorum.ts';
import { errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof describeQuorum>;

const METADATA_TOPIC = '__cluster_metadata';
/** The first version with directories and nodes. */
const NODES_FROM = 2;

/** This node is the only voter and leads; its log is the metadata file, whose offset is how often it was changed. */
export const describeQuorumRow = row({
  api: describeQuorum,
  serves: '0-2',
  needs: ['DESCRIBE CLUSTER'],
  handle(request, context) {
    if (!mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      return { errorCode, errorMessage, topics: [], nodes: [] };
    }
    const isAsked = asksForMetadata(request);
    const topics = isAsked
      ? [{ topicName: METADATA_TOPIC, partitions: [quorum(context)] }]
      : request.topics.map(unknown);
    const nodes = isAsked && context.version >= NODES_FROM ? [nodeOf(context)] : [];
    return { errorCode: 0, errorMessage: '', topics, nodes };
  },
});

/** DescribeQuorumRequest.hasValidTopicPartition: of that one partition and no other. */
const asksForMetadata = ({ topics: [topic, ...others] }: Request): boolean =>
  topic?.topicName === METADATA_TOPIC &&
  others.length === 0 &&
  topic.partitions.length === 1 &&
  topic.partitions[0]!.partitionIndex === 0;

function quorum({ broker: { node, directoryId, metadataOffset, clock }, version }: RequestContext) {
  const logEndOffset = metadataOffset();
  const nowMs = clock.nowMs();
  return {
    partitionIndex: 0,
    errorCode: 0,
    errorMessage: '',
    leaderId: node.id,
    leaderEpoch: 1,
    highWatermark: logEndOffset,
    currentVoters: [
      {
        replicaId: node.id,
        replicaDirectoryId: version >= NODES_FROM ? directoryId : ZERO_UUID,
        logEndOffset,
        lastFetchTimestamp: nowMs,
        lastCaughtUpTimestamp: nowMs,
      },
    ],
    observers: [],
  };
}

const unknown = ({ topicName, partitions }: Request['topics'][number]) => ({
  topicName,
  partitions: partitions.map(({ partitionIndex }) => ({
    partitionIndex,
    errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code,
    errorMessage: errors.UNKNOWN_TOPIC_OR_PARTITION.message,
    leaderId: 0,
    leaderEpoch: 0,
    highWatermark: 0,
    currentVoters: [],
    observers: [],
  })),
});

/** Whoever asks the controller reaches it where the broker is. */
const nodeOf = ({ broker: { node }, peer: { listener } }: RequestContext) => ({
  nodeId: node.id,
  listeners: [{ name: listener.name, ...listener.advertised }],
});

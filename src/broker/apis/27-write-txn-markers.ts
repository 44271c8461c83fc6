import type { RequestOf } from '../../protocol/api.ts';
import { writeTxnMarkers } from '../../protocol/apis/27-write-txn-markers.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { writeMarker } from '../write-marker.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Marker = RequestOf<typeof writeTxnMarkers>['markers'][number];

/** From an administrator, who ends a transaction that its coordinator knows nothing of (KIP-664). */
export const writeTxnMarkersRow = row({
  api: writeTxnMarkers,
  serves: '1',
  needs: ['ALTER CLUSTER', 'CLUSTER_ACTION CLUSTER'],
  handle({ markers }, context) {
    const refused = refusalOf(markers, context);
    const answers = markers.map(marker => ({
      producerId: marker.producerId,
      topics: marker.topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map(partitionIndex => ({
          partitionIndex,
          errorCode: errors[refused ?? write(marker, name, partitionIndex, context)].code,
        })),
      })),
    }));
    return { markers: answers };
  },
});

/** Why none of them is written; Kafka stumbles over a marker of no producer. */
function refusalOf(markers: readonly Marker[], context: RequestContext): ErrorName | undefined {
  const isAllowed =
    mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'CLUSTER_ACTION', 'CLUSTER', CLUSTER_NAME);
  if (!isAllowed) return 'CLUSTER_AUTHORIZATION_FAILED';
  const exists = (topic: string, index: number) => context.broker.topics.byName(topic)?.partitions[index] !== undefined;
  const isOfNobody = ({ producerId, producerEpoch, topics }: Marker) =>
    (producerId < 0 || producerEpoch < 0) &&
    topics.some(({ name, partitionIndexes }) => partitionIndexes.some(index => exists(name, index)));
  return markers.some(isOfNobody) ? 'UNKNOWN_SERVER_ERROR' : undefined;
}

function write(marker: Marker, topic: string, index: number, { broker }: RequestContext): ErrorName {
  const { producerId, producerEpoch, coordinatorEpoch, transactionResult } = marker;
  const type = transactionResult ? 'commit' : 'abort';
  return writeMarker(
    { topic, index, producerId, producerEpoch, coordinatorEpoch, type },
    broker.topics,
    broker.groups,
    broker.clock.nowMs(),
  );
}

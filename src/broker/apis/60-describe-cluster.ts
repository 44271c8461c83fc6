import { describeCluster } from '../../protocol/apis/60-describe-cluster.ts';
import { errors } from '../../protocol/errors.ts';
import { clusterOperations, needsOfOperationsOn } from './authorized-operations.ts';
import { row } from './row.ts';

const BROKERS = 1;
const CONTROLLERS = 2;

export const describeClusterRow = row({
  api: describeCluster,
  serves: '0-2',
  needs: needsOfOperationsOn('CLUSTER'),
  handle({ endpointType, includeClusterAuthorizedOperations }, context) {
    const { node, clusterId } = context.broker;
    if (endpointType !== BROKERS) return { ...refusal(endpointType), clusterId: '', brokers: [] };
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      errorMessage: null,
      endpointType: BROKERS,
      clusterId,
      controllerId: node.id,
      brokers: [{ brokerId: node.id, ...context.peer.listener.advertised, rack: node.rack, isFenced: false }],
      clusterAuthorizedOperations: clusterOperations(includeClusterAuthorizedOperations, context),
    };
  },
});

/** As a broker of Kafka refuses on its client listener (AuthHelper.computeDescribeClusterResponse). */
function refusal(endpointType: number) {
  const [error, errorMessage] =
    endpointType === CONTROLLERS
      ? ([
          'MISMATCHED_ENDPOINT_TYPE',
          'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER',
        ] as const)
      : (['UNSUPPORTED_ENDPOINT_TYPE', `Unsupported endpoint type ${endpointType}`] as const);
  return { throttleTimeMs: 0, errorCode: errors[error].code, errorMessage };
}

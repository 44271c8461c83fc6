import { describeCluster } from '../../protocol/apis/60-describe-cluster.ts';
import { errors } from '../../protocol/errors.ts';
import { clusterOperations } from './authorized-operations.ts';
import { row } from './row.ts';

const BROKERS = 1;
const CONTROLLERS = 2;

export const describeClusterRow = row({
  api: describeCluster,
  serves: '0-2',
  handle({ endpointType, includeClusterAuthorizedOperations }, { broker }) {
    const { node, clusterId } = broker;
    if (endpointType !== BROKERS) return { ...refusal(endpointType), clusterId: '', brokers: [] };
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      errorMessage: null,
      endpointType: BROKERS,
      clusterId,
      controllerId: node.id,
      brokers: [{ brokerId: node.id, host: node.host, port: node.port, rack: node.rack, isFenced: false }],
      clusterAuthorizedOperations: clusterOperations(includeClusterAuthorizedOperations),
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

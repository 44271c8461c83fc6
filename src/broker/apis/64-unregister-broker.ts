import { unregisterBroker } from '../../protocol/apis/64-unregister-broker.ts';
import { errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

/** The only broker there is stays registered: it answers this request (Kafka: ReplicationControlManager.unregisterBroker). */
export const unregisterBrokerRow = row({
  api: unregisterBroker,
  serves: '0',
  needs: ['ALTER CLUSTER'],
  handle({ brokerId }, context) {
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      return { throttleTimeMs: 0, errorCode, errorMessage };
    }
    if (brokerId === context.broker.node.id) {
      const errorMessage = `Broker ${brokerId} is the one that was asked, and the only one of this cluster`;
      return { throttleTimeMs: 0, errorCode: errors.INVALID_REQUEST.code, errorMessage };
    }
    const errorMessage = `Broker ID ${brokerId} is not currently registered`;
    return { throttleTimeMs: 0, errorCode: errors.BROKER_ID_NOT_REGISTERED.code, errorMessage };
  },
});

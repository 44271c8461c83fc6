import { findCoordinator } from '../../protocol/apis/10-find-coordinator.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { mayDo, type RequestContext, row } from './row.ts';

const GROUP = 0;
const TRANSACTION = 1;
const BATCHED_FROM = 4;

export const findCoordinatorRow = row({
  api: findCoordinator,
  serves: '0-6',
  needs: ['DESCRIBE GROUP', 'DESCRIBE TRANSACTIONAL_ID'],
  handle({ key, keyType, coordinatorKeys }, context) {
    if (context.version < BATCHED_FROM) return { key, ...find(key, keyType, context) };
    return { coordinators: coordinatorKeys.map(each => ({ key: each, ...find(each, keyType, context) })) };
  },
});

/** All groups and transactional ids have the one node there is. */
function find(key: string, keyType: number, context: RequestContext) {
  const { broker, peer } = context;
  if (keyType === GROUP && !mayDo(context, 'DESCRIBE', 'GROUP', key))
    return refusal('GROUP_AUTHORIZATION_FAILED', errors.GROUP_AUTHORIZATION_FAILED.message);
  if (keyType === TRANSACTION && !mayDo(context, 'DESCRIBE', 'TRANSACTIONAL_ID', key))
    return refusal('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.message);
  if (keyType !== GROUP && keyType !== TRANSACTION) return refusal('INVALID_REQUEST', errors.INVALID_REQUEST.message);
  const coordinators = keyType === GROUP ? broker.groups : broker.transactions;
  if (!coordinators.ensureCoordinated())
    return refusal('COORDINATOR_NOT_AVAILABLE', errors.COORDINATOR_NOT_AVAILABLE.message);
  return { errorCode: 0, errorMessage: '', nodeId: broker.node.id, ...peer.listener.advertised };
}

const refusal = (error: ErrorName, errorMessage: string) => ({
  errorCode: errors[error].code,
  errorMessage,
  nodeId: -1,
  host: '',
  port: -1,
});

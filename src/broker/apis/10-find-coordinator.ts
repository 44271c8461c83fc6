import { findCoordinator } from '../../protocol/apis/10-find-coordinator.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { row } from './row.ts';

const GROUP = 0;
const TRANSACTION = 1;
const BATCHED_FROM = 4;

export const findCoordinatorRow = row({
  api: findCoordinator,
  serves: '0-6',
  handle({ key, keyType, coordinatorKeys }, { broker, version }) {
    const found = find(keyType, broker);
    if (version < BATCHED_FROM) return { key, ...found };
    return { coordinators: coordinatorKeys.map(each => ({ key: each, ...found })) };
  },
});

/** All groups have the one node there is. */
function find(keyType: number, broker: Broker) {
  if (keyType === TRANSACTION)
    return refusal('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'Transactions are not served by this broker.');
  if (keyType !== GROUP) return refusal('INVALID_REQUEST', errors.INVALID_REQUEST.message);
  if (!broker.groups.ensureCoordinated())
    return refusal('COORDINATOR_NOT_AVAILABLE', errors.COORDINATOR_NOT_AVAILABLE.message);
  const { id: nodeId, host, port } = broker.node;
  return { errorCode: 0, errorMessage: '', nodeId, host, port };
}

/** TRANSACTIONAL_ID_AUTHORIZATION_FAILED is what every client takes as final and reports; others are tried for minutes. */
const refusal = (error: ErrorName, errorMessage: string) => ({
  errorCode: errors[error].code,
  errorMessage,
  nodeId: -1,
  host: '',
  port: -1,
});

import { addOffsetsToTxn } from '../../protocol/apis/25-add-offsets-to-txn.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { OFFSETS_TOPIC } from '../metadata/topic-name.ts';
import { mayDo, row } from './row.ts';
import { codeFor } from './transaction-errors.ts';

/** Clients of transaction version 2 leave it out: TxnOffsetCommit adds the partition itself. */
export const addOffsetsToTxnRow = row({
  api: addOffsetsToTxn,
  serves: '0-4',
  needs: ['WRITE TRANSACTIONAL_ID', 'READ GROUP'],
  handle({ transactionalId, groupId, producerId, producerEpoch }, context) {
    const { broker, version } = context;
    const answer = (error: ErrorName) => ({ throttleTimeMs: 0, errorCode: codeFor(error, version) });
    if (!mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId))
      return answer('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    if (!mayDo(context, 'READ', 'GROUP', groupId)) return answer('GROUP_AUTHORIZATION_FAILED');
    const index = broker.groups.coordinator.partitionFor(groupId);
    const partitions = new Map([[OFFSETS_TOPIC, new Set([index])]]);
    const { coordinator } = broker.transactions;
    return answer(coordinator.addPartitions(transactionalId, { producerId, producerEpoch, partitions }, 0));
  },
});

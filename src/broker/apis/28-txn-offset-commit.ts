import type { RequestOf } from '../../protocol/api.ts';
import { txnOffsetCommit } from '../../protocol/apis/28-txn-offset-commit.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { OFFSETS_TOPIC } from '../metadata/topic-name.ts';
import { admit, type ClientSupport } from '../transaction-admission.ts';
import { merged, refusedTopic, sortOut } from './commit-topics.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof txnOffsetCommit>;

export const txnOffsetCommitRow = row({
  api: txnOffsetCommit,
  serves: '0-5',
  needs: ['WRITE TRANSACTIONAL_ID', 'READ GROUP', 'READ TOPIC'],
  handle(request, context) {
    const all = (error: ErrorName) => ({
      throttleTimeMs: 0,
      topics: request.topics.map(topic => refusedTopic(topic, error)),
    });
    if (!mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', request.transactionalId))
      return all('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    if (!mayDo(context, 'READ', 'GROUP', request.groupId)) return all('GROUP_AUTHORIZATION_FAILED');
    const { known, refusals } = sortOut(request.topics, context);
    if (known.length === 0) return { throttleTimeMs: 0, topics: refusals };
    return { throttleTimeMs: 0, topics: merged(refusals, commit({ ...request, topics: known }, context)) };
  },
});

function commit(request: Request, context: RequestContext) {
  const { broker, version } = context;
  const refused = (error: ErrorName) => request.topics.map(topic => refusedTopic(topic, error));
  if (request.groupId === '') return refused('INVALID_GROUP_ID');
  const { coordinator } = broker.groups;
  const partition = broker.groups.partitionOf(request.groupId);
  if (partition === undefined) return refused('NOT_COORDINATOR');
  // Before anything is asked of the group: the coordinator of the transaction has to know of the offsets (KIP-890).
  const entrance = { topic: OFFSETS_TOPIC, partition, firstSequence: -1 };
  const [answer] = admit(request, [entrance], supportOf(version), broker);
  if (answer !== 'NONE') return refused(answer!);
  return coordinator.commitTransactionalOffsets(request);
}

/** AddPartitionsToTxnManager.txnOffsetCommitRequestVersionToTransactionSupportedOperation */
const supportOf = (version: number): ClientSupport =>
  version >= 5 ? 'adds' : version === 4 ? 'verifies' : 'old errors';

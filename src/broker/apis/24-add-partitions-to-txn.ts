import type { RequestOf } from '../../protocol/api.ts';
import { addPartitionsToTxn } from '../../protocol/apis/24-add-partitions-to-txn.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { isInternal } from '../metadata/topic-name.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, type RequestContext, row } from './row.ts';
import { codeFor } from './transaction-errors.ts';

type Request = RequestOf<typeof addPartitionsToTxn>;
type Transaction = Request['transactions'][number];
type Codes = (topic: string, index: number) => number;

/** v4 comes from other brokers, for several transactions at once (KIP-890). */
const FROM_BROKERS = 4;

export const addPartitionsToTxnRow = row({
  api: addPartitionsToTxn,
  serves: '0-5',
  needs: ['CLUSTER_ACTION CLUSTER', 'WRITE TRANSACTIONAL_ID', 'WRITE TOPIC'],
  handle(request, context) {
    if (context.version < FROM_BROKERS)
      return { throttleTimeMs: 0, resultsByTopicV3AndBelow: add(ofClient(request), context) };
    if (!mayDo(context, 'CLUSTER_ACTION', 'CLUSTER', CLUSTER_NAME))
      return { throttleTimeMs: 0, errorCode: errors.CLUSTER_AUTHORIZATION_FAILED.code };
    const resultsByTransaction = request.transactions.map(transaction => ({
      transactionalId: transaction.transactionalId,
      topicResults: add(transaction, context),
    }));
    return { throttleTimeMs: 0, errorCode: 0, resultsByTransaction };
  },
});

const ofClient = (request: Request): Transaction => ({
  transactionalId: request.v3AndBelowTransactionalId,
  producerId: request.v3AndBelowProducerId,
  producerEpoch: request.v3AndBelowProducerEpoch,
  verifyOnly: false,
  topics: request.v3AndBelowTopics,
});

function add(transaction: Transaction, context: RequestContext) {
  const { transactionalId, verifyOnly, topics } = transaction;
  const { broker, version } = context;
  const isOfClient = version < FROM_BROKERS;
  const all = (error: ErrorName) => results(transaction, () => codeFor(error, version));
  if (isOfClient && !mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId))
    return all('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
  const problem = (topic: string, index: number): ErrorName | undefined => {
    // Kafka does not even ask for internal topics.
    if (isOfClient && (isInternal(topic) || !mayDo(context, 'WRITE', 'TOPIC', topic)))
      return 'TOPIC_AUTHORIZATION_FAILED';
    return broker.topics.byName(topic)?.partitions[index] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : undefined;
  };
  // All or none: with one that cannot be, the others are not tried.
  if (topics.some(({ name, partitions }) => partitions.some(index => problem(name, index) !== undefined)))
    return results(transaction, (topic, index) => errors[problem(topic, index) ?? 'OPERATION_NOT_ATTEMPTED'].code);
  const { coordinator } = broker.transactions;
  if (verifyOnly)
    return results(
      transaction,
      (topic, index) => errors[coordinator.verify(transactionalId, transaction, topic, index)].code,
    );
  const partitions = new Map(topics.map(({ name, partitions }) => [name, new Set(partitions)]));
  return all(coordinator.addPartitions(transactionalId, { ...transaction, partitions }, isOfClient ? 0 : 2));
}

const results = ({ topics }: Transaction, codeOf: Codes) =>
  topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map(partitionIndex => ({
      partitionIndex,
      partitionErrorCode: codeOf(name, partitionIndex),
    })),
  }));

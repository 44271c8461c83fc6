import { describeProducers } from '../../protocol/apis/61-describe-producers.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { ProducerEntry } from '../log/producer-entry.ts';
import { nameProblem } from '../metadata/topic-name.ts';
import { mayDo, type RequestContext, row } from './row.ts';

/** What partitions remember of producers, which shows transactions that nobody ends any more (KIP-664). */
export const describeProducersRow = row({
  api: describeProducers,
  serves: '0',
  needs: ['READ TOPIC'],
  handle({ topics }, context) {
    return {
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitionIndexes }) => {
        const problem = problemOf(name, context);
        return { name, partitions: partitionIndexes.map(index => describe(name, index, problem, context)) };
      }),
    };
  },
});

function problemOf(name: string, context: RequestContext): ErrorName | undefined {
  if (nameProblem(name) !== undefined) return 'INVALID_TOPIC_EXCEPTION';
  if (!mayDo(context, 'READ', 'TOPIC', name)) return 'TOPIC_AUTHORIZATION_FAILED';
  return context.broker.topics.byName(name) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : undefined;
}

function describe(name: string, partitionIndex: number, problem: ErrorName | undefined, { broker }: RequestContext) {
  const partition = broker.topics.byName(name)?.partitions[partitionIndex];
  const error =
    problem ?? (partition === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : (partition.epochError(-1) ?? 'NONE'));
  if (error !== 'NONE' || partition === undefined) {
    const { code, message } = errors[error];
    return { partitionIndex, errorCode: code, errorMessage: message, activeProducers: [] };
  }
  return { partitionIndex, errorCode: 0, activeProducers: Array.from(partition.log.activeProducers, producer) };
}

const producer = (entry: ProducerEntry) => ({
  producerId: entry.producerId,
  producerEpoch: entry.epoch,
  lastSequence: entry.last?.lastSequence ?? -1,
  lastTimestamp: entry.lastTimestampMs,
  coordinatorEpoch: entry.coordinatorEpoch,
  currentTxnStartOffset: entry.currentTxnFirstOffset,
});

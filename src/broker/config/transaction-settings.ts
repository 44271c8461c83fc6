/** What the transaction coordinator needs of the settings, in its own terms. */
import type { TransactionConfig } from '../coordinator/transaction/transaction-config.ts';
import type { Settings } from './settings.ts';

export const transactionConfigOf = (settings: Settings): TransactionConfig => ({
  maxTimeoutMs: settings.number('transaction.max.timeout.ms'),
  idExpirationMs: settings.number('transactional.id.expiration.ms'),
  abortTimedOutIntervalMs: settings.number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
  removeExpiredIntervalMs: settings.number('transaction.remove.expired.transaction.cleanup.interval.ms'),
  maxBatchBytes: settings.number('message.max.bytes'),
});

/** Of `__transaction_state` when it is created (TransactionStateManager.transactionTopicConfigs). */
export const transactionTopicConfigs = (settings: Settings): Map<string, string> =>
  new Map([
    ['unclean.leader.election.enable', 'false'],
    ['compression.type', 'uncompressed'],
    ['cleanup.policy', 'compact'],
    ['min.insync.replicas', settings.text('transaction.state.log.min.isr')!],
    ['segment.bytes', settings.text('transaction.state.log.segment.bytes')!],
  ]);

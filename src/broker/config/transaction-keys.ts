/** Keys of transactions (Kafka: TransactionStateManagerConfig.java, TransactionLogConfig.java). */
import { boolean, clusterWide, harmless, int, internal, key, refused, short } from './declare.ts';

const one = { min: 1 };
const notYet = harmless('transactions are not served');
const oneNode = harmless('partitions and coordinator are on one node');

export const transactionKeys = [
  key('transactional.id.expiration.ms', int(604800000, one), 'How long an unused transactional id is kept.', notYet),
  key('transaction.max.timeout.ms', int(900000, one), 'The longest timeout that a producer may ask for.', notYet),
  key('transaction.abort.timed.out.transaction.cleanup.interval.ms', int(10000, one), 'Of time-outs.', notYet),
  key('transaction.remove.expired.transaction.cleanup.interval.ms', int(3600000, one), 'Of expiry.', notYet),
  key('transaction.partition.verification.enable', boolean(true), 'Of records (KIP-890).', clusterWide, notYet),
  key('transaction.state.log.num.partitions', int(50, one), 'Partitions of __transaction_state.', notYet),
  key('transaction.state.log.replication.factor', short(3, one), 'Its replicas.', notYet),
  key('transaction.state.log.min.isr', int(2, one), 'Its min.insync.replicas.', notYet),
  key('transaction.state.log.segment.bytes', int(104857600, one), 'Its segments.', notYet),
  key('transaction.state.log.load.buffer.size', int(5242880, one), 'Bytes read of it at a time.', notYet),
  key('transaction.two.phase.commit.enable', boolean(false), 'KIP-939.', refused('it is not finished in Kafka 4.1')),
  key('add.partitions.to.txn.retry.backoff.ms', int(20, one), 'Between two tries of verification.', oneNode),
  key('add.partitions.to.txn.retry.backoff.max.ms', int(100, { min: 0 }), 'At most.', oneNode),
  key('producer.id.expiration.check.interval.ms', int(600000, one), 'Of producer ids.', internal, oneNode),
] as const;

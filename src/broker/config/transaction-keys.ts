/** Keys of transactions (Kafka: TransactionStateManagerConfig.java, TransactionLogConfig.java). */
import { boolean, clusterWide, harmless, int, internal, key, refused, short } from './declare.ts';

const one = { min: 1 };
const oneNode = harmless('partitions and coordinator are on one node');

export const transactionKeys = [
  key('transactional.id.expiration.ms', int(604800000, one), 'How long an unused transactional id is kept.'),
  key('transaction.max.timeout.ms', int(900000, one), 'The longest timeout that a producer may ask for.'),
  key(
    'transaction.abort.timed.out.transaction.cleanup.interval.ms',
    int(10000, one),
    'How often transactions are looked through for those past their timeout.',
  ),
  key(
    'transaction.remove.expired.transaction.cleanup.interval.ms',
    int(3600000, one),
    'How often transactional ids are looked through for expired ones.',
  ),
  key(
    'transaction.partition.verification.enable',
    boolean(true),
    'Whether records are only taken into partitions that their transaction knows of (KIP-890).',
    clusterWide,
  ),
  key('transaction.state.log.num.partitions', int(50, one), 'Partitions of __transaction_state when it is created.'),
  key(
    'transaction.state.log.replication.factor',
    short(3, one),
    'Replicas of __transaction_state when it is created. Transactions fail while there are fewer brokers.',
  ),
  key('transaction.state.log.min.isr', int(2, one), 'min.insync.replicas of __transaction_state when it is created.'),
  key(
    'transaction.state.log.segment.bytes',
    int(104857600, one),
    'segment.bytes of __transaction_state when it is created.',
  ),
  key(
    'transaction.state.log.load.buffer.size',
    int(5242880, one),
    'Bytes read of it at a time.',
    harmless('it is read in pieces of 1 MiB'),
  ),
  key('transaction.two.phase.commit.enable', boolean(false), 'KIP-939.', refused('it is not finished in Kafka 4.1')),
  key('add.partitions.to.txn.retry.backoff.ms', int(20, one), 'Between two tries of verification.', oneNode),
  key('add.partitions.to.txn.retry.backoff.max.ms', int(100, { min: 0 }), 'At most.', oneNode),
  key('producer.id.expiration.check.interval.ms', int(600000, one), 'Of producer ids.', internal, oneNode),
] as const;

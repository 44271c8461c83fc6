/** Claims about records, segments, sizes, retention and timers. */
import type { Claim } from './claim.ts';

export const storageClaims: readonly Claim[] = [
  {
    id: 11,
    places: ['S0:L222'],
    claim: 'A message has a magic byte and a CRC32; with magic 1 there is a byte of attributes, which magic 0 lacks.',
    today:
      'Both old formats have attributes; what magic 1 added is the timestamp. Since magic 2 there are record batches with one header, CRC-32C, producer id and sequence, and records of variable-length deltas. Brokers of 4.x write nothing else.',
    since: '0.11; old formats are no longer written from 4.0 on',
    matters:
      'message.format.version and log.message.format.version do nothing any more; clients older than 2.1 cannot talk to 4.x at all (KIP-896).',
    source: 'KIP-98; KIP-724; Kafka documentation, Message Format',
  },
  {
    id: 27,
    places: ['S0:L407'],
    claim: 'message.max.bytes is 1000012 by default and limits a single message.',
    today:
      "It is 1048588 (1 MiB and the 12 bytes of a batch's log overhead) and limits a batch as it is stored, that is compressed.",
    since: '2.5 for the number, 0.11 for the batch',
    matters: 'Many small records in one batch can be refused, and a huge record that compresses well can pass.',
    source: 'Kafka documentation, Topic Configs: max.message.bytes; KIP-126 for splitting',
  },
  {
    id: 28,
    places: ['S0:L407'],
    claim: 'message.max.bytes must be at most replica.fetch.max.bytes, or replication fails.',
    today:
      'The fetch size is not an absolute limit: a first batch that is larger is returned all the same. The defaults themselves are 12 bytes apart the wrong way round.',
    since: '0.10.1',
    matters:
      'A literal check fires on every stock cluster. Much larger batches still make each fetch carry a single batch, so align them for speed.',
    source: 'KIP-74; Kafka documentation, Broker Configs: replica.fetch.max.bytes',
  },
  {
    id: 29,
    places: ['S0:L397'],
    claim: 'Cleaning up makes sure that data is not in use any more, that it has been consumed.',
    today: 'Wrong. Retention knows nothing of consumers: what is too old or too much is deleted, read or not.',
    matters:
      'A group that lags longer than the retention loses records without an error, and jumps to auto.offset.reset.',
    source: 'Kafka documentation, Topic Configs: cleanup.policy, retention.ms',
  },
  {
    id: 30,
    places: ['S0:L397'],
    claim: 'The clean-up policy is delete or compact.',
    today:
      'Also both, "compact,delete": the newest value of each key, for so long. It may be empty as well, which keeps everything.',
    since: '0.10.1 for both, 4.2 for none',
    matters: 'A cache of recent state needs both, or grows for ever.',
    source: 'KIP-71; Kafka upgrade notes 4.2',
  },
  {
    id: 32,
    places: ['S0:L282'],
    claim: "Java's Timer and DelayQueue take O(n log n) to insert and delete, a timing wheel O(1).",
    today:
      'A heap takes O(log n) per operation. In hierarchical wheels inserting takes O(m), m being the number of wheels, and deleting O(1).',
    matters: 'The conclusion stands: with hundreds of thousands of waiting requests the wheel wins.',
    source: 'Kafka: TimingWheel',
  },
  {
    id: 33,
    places: ['S0:L282'],
    claim: 'The timing wheel is how Kafka implements delay queues.',
    today:
      'It is how a broker lets requests wait (a fetch for data, a produce for replicas): the purgatory. Groups have timers of their own since 4.0. Kafka has no delayed messages.',
    matters: 'Who needs delayed messages needs delay topics and a relay.',
    source: 'Kafka: DelayedOperationPurgatory, SystemTimer',
  },
];

import { formatBytes } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/counted.ts';
import { isExplicit, numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

/** 12 bytes of a batch's frame: by so much the default of message.max.bytes is above that of replica.fetch.max.bytes. */
const LOG_OVERHEAD_BYTES = 12;

export const messageOverFetch = rule({
  id: 'B18',
  name: 'msgmax-vs-fetch',
  title: 'Batches may be larger than what followers fetch of a partition at a time',
  severity: 'info',
  why: 'Nothing breaks, but a batch of that size comes alone in its fetch, so replication of such partitions is slow.',
  remedy: 'Raise replica.fetch.max.bytes when large batches are the rule; nothing breaks without it.',
  claim: {
    text: 'message.max.bytes must be at most replica.fetch.max.bytes, or replicas can no longer be kept in sync.',
    places: ['S0:L407'],
  },
  truth: {
    text: "Not an absolute maximum: when the first batch of a fetch is larger, it is returned all the same, so that replication makes progress. The defaults, 1048588 and 1048576, break the document's rule by 12 bytes; those are never flagged.",
    source: 'ReplicationConfigs REPLICA_FETCH_MAX_BYTES_DOC (KIP-74); Kafka documentation, Broker configs',
  },
  evidence: ['brokerConfigs', 'topicConfigs'],
  see: ['mq topic create seen-b18 --config max.message.bytes=5242880', 'mq doctor --only B18'],
  *check({ brokerConfigs, topicConfigs }) {
    const fetches = Object.values(brokerConfigs).flatMap(configs => numberOf(configs, 'replica.fetch.max.bytes') ?? []);
    if (fetches.length === 0) return;
    const fetchBytes = Math.min(...fetches);
    const tooLarge = (bytes: number | undefined): bytes is number =>
      bytes !== undefined && bytes > fetchBytes + LOG_OVERHEAD_BYTES;

    const brokers = Object.values(brokerConfigs).flatMap(configs =>
      isExplicit(configs, 'message.max.bytes') ? (numberOf(configs, 'message.max.bytes') ?? []) : [],
    );
    const ofBrokers = Math.max(0, ...brokers);
    if (tooLarge(ofBrokers)) {
      yield {
        subject: { type: 'cluster' },
        observed: `message.max.bytes=${ofBrokers} (${formatBytes(ofBrokers)}), replica.fetch.max.bytes=${fetchBytes} (${formatBytes(fetchBytes)})`,
        numbers: { maxBytes: ofBrokers, fetchBytes },
        fix: [raise(ofBrokers)],
      };
    }
    const own = Object.entries(topicConfigs).flatMap(([topic, configs]) => {
      const bytes = numberOf(configs, 'max.message.bytes');
      return configs['max.message.bytes']?.source === 'topic' && tooLarge(bytes) ? [{ topic, bytes }] : [];
    });
    if (own.length === 0) return;
    const most = own.reduce((worst, { bytes }) => Math.max(worst, bytes), 0);
    yield {
      subject: own.length === 1 ? { type: 'topic', topic: own[0]!.topic } : { type: 'cluster' },
      observed: `max.message.bytes up to ${most} (${formatBytes(most)}) on ${counted(own.length, 'topic')} (${listText(
        own.map(({ topic }) => topic),
        5,
      )}), replica.fetch.max.bytes=${fetchBytes} (${formatBytes(fetchBytes)})`,
      numbers: { maxBytes: most, fetchBytes, topics: own.length },
      fix: [raise(most)],
    };
  },
});

const raise = (bytes: number) => ({
  text: `For throughput, write replica.fetch.max.bytes=${bytes} into server.properties of every broker and restart one after the other; mind replica.fetch.response.max.bytes (10 MiB), which bounds a whole answer.`,
});

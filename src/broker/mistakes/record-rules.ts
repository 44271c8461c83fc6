/** Records that are refused. */
import { formatBytes } from '../../lib/bytes.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { attributes, BATCH_HEADER_BYTES, codecOf } from '../../protocol/records/batch.ts';
import type { Exchange } from '../observer.ts';
import type { Complaint, Facts, FoundError, Rule } from './mistake.ts';
import { shown } from './software.ts';

const PRODUCE = 0;
const LAST_CODEC = 4;

/** The bytes that were sent for the partition of the error. */
function recordsOf({ topic, partition }: FoundError, { api, request }: Exchange, facts: Facts): Buffer | undefined {
  if (api.key !== PRODUCE) return undefined;
  for (const { name, topicId, partitionData } of request.topicData) {
    if ((name || facts.topicName(topicId)) !== topic) continue;
    for (const { index, records } of partitionData) if (index === partition) return records ?? undefined;
  }
  return undefined;
}

const where = ({ topic, partition }: FoundError): string => `${shown(topic ?? 'a topic')}-${partition ?? 0}`;

const tooLarge: Rule = (error, exchange, facts) => {
  const bytes = recordsOf(error, exchange, facts)?.length;
  const topic = error.topic ?? '';
  const limit = facts.topicConfig(topic, 'max.message.bytes');
  if (bytes !== undefined && bytes <= Number(limit) && error.message !== undefined) return expanding(error);
  const size = bytes === undefined ? 'records' : `a batch of ${bytes} bytes`;
  return {
    kind: 'record-too-large',
    about: topic,
    what: `sends ${size} to ${where(error)}, where max.message.bytes is ${limit}`,
    advice:
      `raise max.message.bytes of the topic (for all topics: --config message.max.bytes=N), and fetch.max.bytes and max.partition.fetch.bytes of its readers; ` +
      'or let the producer send less at a time (max.request.size, batch.size, message.max.bytes in librdkafka) or compress',
  };
};

/** A batch that is small enough as it comes. */
const expanding = (error: FoundError): Complaint => ({
  kind: 'record-too-large',
  about: error.topic ?? '',
  what: `sends a compressed batch to ${where(error)} that is too large when it is decompressed: ${shown(error.message ?? '', 100)}`,
  advice:
    'let the producer put fewer records into a batch (batch.size, linger.ms); most send them again in smaller ones by themselves',
});

const tooLargeForSegment: Rule = (error, exchange, facts) => ({
  kind: 'record-too-large',
  about: error.topic ?? '',
  what: `sends a batch of ${formatBytes(recordsOf(error, exchange, facts)?.length ?? 0)} to ${where(error)}, where segment.bytes is ${facts.topicConfig(error.topic ?? '', 'segment.bytes')}`,
  advice: 'raise segment.bytes of the topic, or batch.size of the producer is to be lower',
});

const timestamp: Rule = (error, _, facts) => {
  const [before, after] = ['before', 'after'].map(side =>
    facts.topicConfig(error.topic ?? '', `message.timestamp.${side}.max.ms`),
  );
  const reason = error.message === undefined ? '' : ` (${shown(error.message, 200)})`;
  return {
    kind: 'invalid-timestamp',
    about: error.topic ?? '',
    what: `sends records to ${where(error)} with timestamps that the topic does not take${reason}`,
    advice: `timestamps are milliseconds since 1970: look at the clock and the unit. The topic takes them up to ${after} ms ahead (message.timestamp.after.max.ms) and ${before} ms back (message.timestamp.before.max.ms)`,
  };
};

/** Without a reason given it may still be plain to see from the batch. */
const refused: Rule = (error, exchange, facts) => {
  const records = recordsOf(error, exchange, facts);
  const codec = records === undefined || records.length < BATCH_HEADER_BYTES ? 0 : codecOf(attributes(records));
  if (codec > LAST_CODEC) return unknownCodec(error, codec);
  const { topic = '', message = 'the broker cannot read them' } = error;
  const isKeyless = /key/i.test(message) && (facts.topicConfig(topic, 'cleanup.policy') ?? '').includes('compact');
  return {
    kind: 'invalid-record',
    about: topic,
    what: `sends records to ${where(error)} that are refused: ${shown(message, 200)}`,
    advice: isKeyless
      ? `cleanup.policy of ${shown(topic)} is compact: give every record a key`
      : 'the client library makes batches that Kafka refuses too, or something changes them on the way: look at its version',
  };
};

const unknownCodec = (error: FoundError, codec: number): Complaint => ({
  kind: 'compression',
  about: error.topic ?? '',
  what: `sends a batch to ${where(error)} with compression codec ${codec}, which does not exist`,
  advice: 'none, gzip, snappy, lz4 and zstd are 0 to 4: correct compression.type of the producer, or its library',
});

const codecTooNew: Rule = (error, { api, version }) => ({
  kind: 'compression',
  about: error.topic ?? '',
  what: `speaks ${api.name} v${version}, which is too old for the zstd records of ${where(error)}`,
  advice: 'zstd needs Produce v7 and Fetch v10 (Kafka 2.1): upgrade the client, or choose another compression.type',
});

const acks: Rule = (error, { request }) => ({
  kind: 'acks',
  about: error.topic ?? '',
  what: `asks for acks=${request.acks}`,
  advice: 'acks is 0, 1 or all (−1)',
});

const notEnough: Rule = (error, _, facts) => ({
  kind: 'not-enough-replicas',
  about: error.topic ?? '',
  what: `writes to ${where(error)} with acks=all, and min.insync.replicas is ${facts.topicConfig(error.topic ?? '', 'min.insync.replicas')} where there is one replica`,
  advice: 'lower min.insync.replicas of the topic to 1 for development, or write with acks=1',
});

export const recordRules: Partial<Record<ErrorName, Rule>> = {
  MESSAGE_TOO_LARGE: tooLarge,
  RECORD_LIST_TOO_LARGE: tooLargeForSegment,
  INVALID_TIMESTAMP: timestamp,
  INVALID_RECORD: refused,
  CORRUPT_MESSAGE: refused,
  UNSUPPORTED_FOR_MESSAGE_FORMAT: refused,
  UNSUPPORTED_COMPRESSION_TYPE: codecTooNew,
  INVALID_REQUIRED_ACKS: acks,
  NOT_ENOUGH_REPLICAS: notEnough,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: notEnough,
};

/**
 * What tools write into headers about a record, as text: where it came from, how often it was tried, what kind of failure it was. Numbers are
 * decimal text with Connect, Streams, share groups and mq; Spring writes them in binary, big-endian. What may quote the record itself,
 * messages and stack traces of exceptions, is left out.
 */
import type { Header } from '../../../protocol/records/record.ts';

/** mq; Connect (ErrorHeaders); Streams (KIP-1034); share groups (KIP-1191); Spring (KafkaHeaders, RetryTopicHeaders); RocketMQ-like relays write mq's. */
const families =
  /^(mq\.|__connect\.errors\.|__streams\.errors\.|__dlq\.errors\.|kafka_dlt-|kafka_original-|retry_topic-)|^kafka_deliveryAttempt$/;
const mayQuote = /message|stacktrace/i;
const binaryNumbers =
  /^(kafka_(dlt|original)-(original-)?(partition|offset|timestamp)|kafka_deliveryAttempt|retry_topic-(attempts|original-timestamp|backoff-timestamp))$/;

const LONGEST_MARK = 250;

/** By header; of several of one name the last, which the last tool wrote. */
export function marksOf(headers: readonly Header[]): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const { key, value } of headers) {
    if (value === null || !families.test(key) || mayQuote.test(key)) continue;
    marks[key] = binaryNumbers.test(key) ? bigEndian(value) : value.toString('utf8', 0, LONGEST_MARK);
  }
  return marks;
}

/** Two's complement of any length: int32, int64, and Java's BigInteger.toByteArray(). */
function bigEndian(bytes: Buffer): string {
  if (bytes.length === 0 || bytes.length > 16) return '';
  const unsigned = BigInt(`0x${bytes.toString('hex')}`);
  return String(BigInt.asIntN(bytes.length * 8, unsigned));
}

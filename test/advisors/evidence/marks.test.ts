import { describe, expect, it } from 'vitest';
import { marksOf } from '../../../src/advisors/evidence/collect/marks.ts';

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const text = (value: string) => Buffer.from(value);
const marks = (headers: Record<string, Buffer | null>) =>
  marksOf(Object.entries(headers).map(([key, value]) => ({ key, value })));

describe('marks that tools leave in headers', () => {
  it('are decimal text with Connect, Streams, share groups and mq', () => {
    const written = {
      '__connect.errors.topic': 'orders',
      '__streams.errors.partition': '3',
      '__dlq.errors.delivery.count': '5',
      'mq.orig.offset': '42',
    };
    expect(marks(Object.fromEntries(Object.entries(written).map(([key, value]) => [key, text(value)])))).toEqual(
      written,
    );
  });

  it('are big-endian numbers with Spring', () => {
    expect(
      marks({
        'kafka_dlt-original-topic': text('orders'),
        'kafka_dlt-original-partition': int32(3),
        'kafka_dlt-original-offset': int64(123_456_789_012),
        'kafka_dlt-original-timestamp': int64(1_767_225_600_000),
        kafka_deliveryAttempt: int32(4),
        'retry_topic-attempts': int32(2),
        'retry_topic-backoff-timestamp': Buffer.from('019b7691f000', 'hex'), // BigInteger.toByteArray()
      }),
    ).toEqual({
      'kafka_dlt-original-topic': 'orders',
      'kafka_dlt-original-partition': '3',
      'kafka_dlt-original-offset': '123456789012',
      'kafka_dlt-original-timestamp': '1767225600000',
      kafka_deliveryAttempt: '4',
      'retry_topic-attempts': '2',
      'retry_topic-backoff-timestamp': String(0x019b7691f000),
    });
  });

  it('leave out what may quote the record, and headers of others', () => {
    expect(
      marks({
        'kafka_dlt-exception-message': text('cannot parse {"card": 4111}'),
        'kafka_dlt-exception-stacktrace': text('at …'),
        '__connect.errors.exception.message': text('cannot parse'),
        '__streams.errors.stacktrace': text('at …'),
        customer: text('alice'),
        'mq.orig.topic': null,
      }),
    ).toEqual({});
  });
});

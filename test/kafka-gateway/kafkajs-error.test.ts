import { describe, expect, it } from 'vitest';
import { fromKafkajs } from '../../src/kafka/kafkajs-error.ts';

/** As kafkajs makes them: a name and some fields; its classes are no public interface. */
const thrown = (name: string, more: object = {}) => Object.assign(new Error('said kafkajs'), { name, ...more });

describe('what kafkajs throws becomes a KafkaError', () => {
  it.for([
    [
      'a broker’s error',
      thrown('KafkaJSProtocolError', { code: 30 }),
      { code: 'GROUP_AUTHORIZATION_FAILED', retriable: false },
    ],
    ['a retriable one', thrown('KafkaJSProtocolError', { code: 16 }), { code: 'NOT_COORDINATOR', retriable: true }],
    [
      'no connection',
      thrown('KafkaJSConnectionError', { broker: 'a:1', retriable: true, code: 'ECONNREFUSED' }),
      { code: 'CONNECT', broker: 'a:1', retriable: true },
    ],
    ['no answer', thrown('KafkaJSRequestTimeoutError'), { code: 'TIMEOUT' }],
    ['a wrong password', thrown('KafkaJSSASLAuthenticationError'), { code: 'AUTH' }],
    ['anything else', thrown('KafkaJSNonRetriableError'), { code: 'PROTOCOL', message: 'Joining: said kafkajs' }],
  ] as const)('%s', ([, error, expected]) => {
    expect(fromKafkajs(error, 'Joining')).toMatchObject(expected);
  });

  it('with the reason of exhausted retries instead of their number', () => {
    const cause = thrown('KafkaJSProtocolError', { code: 69 });
    const error = thrown('KafkaJSNumberOfRetriesExceeded', { cause });
    expect(fromKafkajs(error, 'Joining group g')).toMatchObject({
      code: 'GROUP_ID_NOT_FOUND',
      message: /^Joining group g: /,
    });
  });
});

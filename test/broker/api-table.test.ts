import { describe, expect, it } from 'vitest';
import { apiTable, needsText } from '../../src/broker/api-table.ts';
import { kafkaApis } from '../../src/broker/kafka-apis.ts';

describe('every API of Kafka 4.1', () => {
  it('is shown in the versions in which Kafka shows it, or has a reason not to be served', () => {
    for (const { name, kafka, advertises, reason } of apiTable())
      expect([name, advertises ?? reason]).toEqual([name, reason ?? kafka]);
    expect(apiTable().filter(({ reason }) => reason === 'not yet')).toEqual([]);
  });

  it('is served, when there is no reason against it', () => {
    const unserved = apiTable().filter(({ serves }) => serves === null);
    expect(unserved.map(({ key }) => key)).toEqual(
      kafkaApis.filter(api => api.unserved !== undefined).map(({ key }) => key),
    );
  });
});

it('what an API asks of the authorizer is told by resource', () => {
  expect(needsText(['WRITE TOPIC', 'WRITE TRANSACTIONAL_ID'])).toBe('write topic, write transactional id');
  expect(needsText(['CREATE CLUSTER', 'CLUSTER_ACTION CLUSTER'])).toBe('create and cluster action cluster');
  const all = ['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER'].map(operation => `${operation} TOPIC`);
  expect(needsText(all)).toBe('all operations on topic');
});

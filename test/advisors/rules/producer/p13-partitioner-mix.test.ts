import { describe, expect, it } from 'vitest';
import type { SampledRecord } from '../../../../src/advisors/evidence/topic-facts.ts';
import { partitionerMix } from '../../../../src/advisors/rules/producer/p13-partitioner-mix.ts';
import { clientsOf, quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, aTopic, observedBy } from '../../../support/evidence.ts';

const rdk = (more = '') => `{"bootstrap.servers":"a,b","acks":"all"${more}}`;

describe('P13 partitioner-mix', () => {
  it.each([
    { 'p.properties': 'acks=all', 'q.properties': 'acks=all' },
    { 'p.properties': 'acks=all', 'r.json': rdk(',"partitioner":"murmur2_random"') },
    { 'kjs.json': '{"brokers":["a"],"producer":{"idempotent":true}}' },
  ])('is quiet about %j', async files => {
    expect(await toldBy(partitionerMix, files)).toEqual(quiet);
  });

  it('finds librdkafka’s own partitioner beside Java’s', async () => {
    const { found } = await toldBy(partitionerMix, { 'p.properties': 'acks=all', 'r.json': rdk() });
    expect(found).toEqual(['warning r.json: consistent_random here, murmur2 in p.properties']);
  });

  it('does not know the peers of a file alone', async () => {
    const { found, unchecked } = await toldBy(partitionerMix, { 'r.json': rdk() });
    expect({ found, unchecked: unchecked.length }).toEqual({ found: [], unchecked: 1 });
  });

  it('sees Java’s placement in the records of the topic', async () => {
    const record = (keyHash: number): SampledRecord => ({
      partition: (keyHash & 0x7fffffff) % 3,
      offset: 0,
      timestampMs: 0,
      timestampType: 'CreateTime',
      codec: 'none',
      sizeBytes: 1,
      keyHash,
      transactional: false,
      headers: [],
      marks: {},
    });
    const records = [-5, 1, 2, 3, 4, 5, 6, 700].map(record);
    const [client] = await clientsOf({ 'r.json': rdk() });
    const clients = [{ ...client!, topics: ['orders'] }];
    const topics = [aTopic('orders', 3)];
    expect(observedBy(partitionerMix, { clients, topics, samples: { orders: { records } } })).toMatchObject([
      { observed: 'consistent_random here, murmur2 in topic orders' },
    ]);
    const moved = records.map((each, at) => (at === 0 ? { ...each, partition: (each.partition + 1) % 3 } : each));
    expect(observedBy(partitionerMix, { clients, topics, samples: { orders: { records: moved } } })).toEqual([]);
  });

  it('needs files', () => expect(answerOf(partitionerMix, {}).unchecked).toHaveLength(1));
});

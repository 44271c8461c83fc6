/** What the doctor sends: few requests, and none that changes anything. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DoctorOptions, examineCluster } from '../../../src/advisors/doctor.ts';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { createTopics } from '../../../src/kafka/admin/topics.ts';
import { commitOffsets } from '../../../src/kafka/committed-offsets.ts';
import { Connection } from '../../../src/kafka/connection.ts';
import { type Cluster, connect } from '../../../src/kafka/index.ts';
import { openProducer } from '../../../src/kafka/producer.ts';
import { changes } from '../../../src/kafka/repeatable.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { startTestBroker } from '../../support/broker.ts';

const TOPICS = 260;
const GROUPS = 110;
const name = (kind: string, at: number) => `${kind}-${String(at).padStart(3, '0')}`;

describe('the doctor', () => {
  let broker: RunningBroker;
  let cluster: Cluster;
  beforeAll(async () => {
    broker = await startTestBroker();
    cluster = await connect({ bootstrap: broker.bootstrap });
    const topics = Array.from({ length: TOPICS }, (_, at) => ({ name: name('topic', at), partitions: 1 }));
    await createTopics(cluster, topics);
    const record = new BatchBuilder();
    record.append({ key: null, value: Buffer.from('unread'), timestampMs: Date.now() });
    const producer = await openProducer(cluster);
    producer.send(name('topic', 1), 0, record.build());
    await producer.flush();
    await producer.close();
    await Promise.all(
      Array.from({ length: GROUPS }, (_, at) =>
        commitOffsets(cluster, name('group', at), [{ topic: name('topic', at), partition: 0, offset: 0 }]),
      ),
    );
  });
  afterAll(async () => {
    await cluster.close();
    await broker.stop();
  });
  afterEach(() => vi.restoreAllMocks());

  /** Requests by the name of their API. */
  async function sent(options: DoctorOptions): Promise<Record<string, number>> {
    const requests = vi.spyOn(Connection.prototype, 'request');
    await examineCluster(cluster, options);
    const counts: Record<string, number> = {};
    for (const [api] of requests.mock.calls) {
      expect(changes(api), `${api.name} changes something`).toBe(false);
      counts[api.name] = (counts[api.name] ?? 0) + 1;
    }
    return counts;
  }

  it('asks for many things in few requests', async () => {
    const counts = await sent({});
    expect(counts).toEqual({
      ApiVersions: 1,
      DescribeAcls: 1,
      DescribeCluster: 1,
      DescribeConfigs: 3, // two portions of topics, one broker
      DescribeGroups: 2,
      DescribeLogDirs: 1,
      DescribeQuorum: 1,
      ListGroups: 1,
      ListOffsets: 3, // both ends, and the age of what is unread
      ListPartitionReassignments: 1,
      Metadata: expect.any(Number),
      OffsetFetch: 2,
    });
    expect(counts.Metadata).toBeLessThanOrEqual(3);
  });

  it('asks only what the rules that were chosen need', async () => {
    expect(await sent({ only: ['B03'] })).toEqual({
      Metadata: 1,
      DescribeConfigs: 2,
      ListPartitionReassignments: 1,
    });
  });

  it('changes nothing while it looks at records and at time either', async () => {
    const counts = await sent({ topics: [name('topic', 1)], groups: [name('group', 1)], also: ['history'] });
    expect(counts.Fetch).toBe(1);
    expect(counts.ListOffsets).toBe(3);
  });
});

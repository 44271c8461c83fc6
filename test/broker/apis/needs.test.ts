/**
 * What a row declares to need is what its handler asks: every API gets requests in every version, of an authorizer that writes down what it
 * is asked and answers as it likes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../src/broker/apis/index.ts';
import { CloseConnection, type Need, type RequestContext, type Row } from '../../../src/broker/apis/row.ts';
import { Settings } from '../../../src/broker/config/settings.ts';
import { startValues } from '../../../src/broker/config/start.ts';
import { unsyncedFileSystem } from '../../../src/broker/log/file-system.ts';
import { BufferPool } from '../../../src/broker/network/buffer-pool.ts';
import { OutboundBytes } from '../../../src/broker/network/outbound-bytes.ts';
import { haveTopics, openBroker } from '../../../src/broker/open.ts';
import type { Authorizer } from '../../../src/broker/security/authorizer.ts';
import { ANONYMOUS } from '../../../src/broker/security/principal.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { parseSpan } from '../../../src/protocol/span.ts';
import { randomValue, type Values } from '../../support/messages.ts';
import { type Random, seededRandom } from '../../support/random.ts';
import { batchOf } from './ask.ts';

const INIT_PRODUCER_ID = 22;
const ADD_PARTITIONS_TO_TXN = 24;
const CONSUMER_GROUP_HEARTBEAT = 68;

const REQUESTS_PER_VERSION = 60;

const dataDir = mkdtempSync(join(tmpdir(), 'mq-needs-'));
const settings = new Settings(startValues({ 'offsets.topic.num.partitions': '1' }));
const { broker, logs } = openBroker({ id: 1, rack: null }, dataDir, settings, {
  fs: unsyncedFileSystem,
  advertised: [],
  outbound: new OutboundBytes(1024 * 1024),
  pool: new BufferPool(),
  log: () => {},
});
broker.groups.ensureCoordinated();

const closers: (() => void)[] = [];
afterAll(async () => {
  for (const run of closers) run();
  broker.transactions.shutdown();
  broker.groups.shutdown();
  await logs.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const peer: RequestContext['peer'] = {
  id: 1,
  host: '/127.0.0.1',
  principal: ANONYMOUS,
  listener: { name: 'PLAINTEXT', advertised: { host: '127.0.0.1', port: 9092 } },
  limitFrames: () => {},
  throttle: () => {},
  onceClosed(run) {
    closers.push(run);
    return () => {};
  },
};

const noAcls = { matching: () => [], add: () => {}, remove: () => {} } as unknown as Authorizer['acls'];

const rowOf = (key: number): Row => rows.find(row => row.api.key === key)!;
const ask = (key: number, version: number, request: Values) =>
  rowOf(key).handle(request as never, { broker, version, clientId: 'c', peer });

/** There is something to see: a group with a member, a transaction with a partition. */
beforeEach(async () => {
  haveTopics(broker.topics.byName('orders') === undefined ? { orders: 1 } : {}, broker);
  const member = { groupId: 'group', memberId: 'm', memberEpoch: 0, instanceId: null, rackId: null };
  const subscription = { subscribedTopicNames: ['orders'], subscribedTopicRegex: null, serverAssignor: null };
  await ask(CONSUMER_GROUP_HEARTBEAT, 1, { ...member, ...subscription, rebalanceTimeoutMs: 5000, topicPartitions: [] });
  const producer = { transactionalId: 'group', transactionTimeoutMs: 5000, producerId: -1, producerEpoch: -1 };
  const { producerId, producerEpoch } = (await ask(INIT_PRODUCER_ID, 4, producer)) as typeof producer;
  const partitions = { topics: [{ name: 'orders', partitions: [0] }] };
  const ofTransaction = { v3AndBelowTransactionalId: 'group', v3AndBelowProducerId: producerId };
  await ask(ADD_PARTITIONS_TO_TXN, 3, {
    ...ofTransaction,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: partitions.topics,
  });
});

/** Requests that nobody makes up by chance. */
const knowing: Readonly<Record<string, Values>> = {
  Produce: {
    transactionalId: 'tx',
    acks: 1,
    timeoutMs: 1000,
    topicData: [
      {
        name: 'orders',
        topicId: ZERO_UUID,
        partitionData: [
          {
            index: 0,
            records: batchOf(['x'], {
              transactional: true,
              producer: { producerId: 1, producerEpoch: 0, baseSequence: 0 },
            }),
          },
        ],
      },
    ],
  },
  CreateTopics: {
    topics: [{ name: 'fresh', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 1000,
    validateOnly: true,
  },
};

/** Strings become names that mean something, so that requests get further than the first check. */
function meaningful(value: unknown, random: Random): unknown {
  if (typeof value === 'string' && value.length === 22) return value;
  if (typeof value === 'string') return random.pick(['orders', 'kafka-cluster', 'group', '1', value]);
  if (typeof value === 'number') return random.chance(0.5) ? random.pick([-1, 0, 1, 2, 3, 4, 32]) : value;
  if (Array.isArray(value)) return value.map(each => meaningful(each, random));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, meaningful(each, random)]));
}

async function askedBy(row: Row): Promise<Set<Need>> {
  const random = seededRandom(row.api.key);
  const asked = new Set<Need>();
  const likelihood = [0, 0.5, 1];
  for (const version of versions(row))
    for (let i = 0; i < REQUESTS_PER_VERSION; i++) {
      const authorizer: Authorizer = {
        acls: noAcls,
        allows(_, operation, type) {
          asked.add(`${operation} ${type}`);
          return random.chance(likelihood[i % 3]!);
        },
        allowsAny(_, operation, type) {
          asked.add(`${operation} ${type}`);
          return random.chance(likelihood[i % 3]!);
        },
      };
      const known = i < 10 ? knowing[row.api.name] : undefined;
      const request = known ?? (meaningful(randomValue(row.api.request, version, random), random) as Values);
      const context = { broker: { ...broker, authorizer }, version, clientId: 'c', peer };
      await ended(() => row.handle(request as never, context));
    }
  return asked;
}

const versions = ({ serves }: Row): number[] => {
  const { min, max } = parseSpan(serves);
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
};

/** Who is parked by a request is not waited for. */
async function ended(handle: () => unknown): Promise<void> {
  const now = new Promise(resolve => setImmediate(resolve));
  try {
    const outcome = handle();
    if (outcome instanceof Promise) await Promise.race([outcome, now]);
  } catch (error) {
    if (!(error instanceof CloseConnection)) throw error;
  }
}

describe('what an API asks the authorizer for', () => {
  it.each(rows.map(row => [row.api.name, row] as const))('%s', async (_, row) => {
    expect([...(await askedBy(row))].sort()).toEqual([...new Set(row.needs)].sort());
  });
});

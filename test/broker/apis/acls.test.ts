/** ACLs over the wire: what they let a client do, and that they outlive the broker. Kafka's answers are compared in test/kafka/authorization.test.ts. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { everyAcl } from '../../support/every-acl.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, nameOf, newTopic, produceTo } from './ask.ts';

const authorizer = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
};
const [ALTER, READ, TOPIC, CLUSTER, LITERAL, DENY, ALLOW] = [7, 3, 2, 4, 3, 2, 3];

const dataDir = mkdtempSync(join(tmpdir(), 'mq-acls-'));
let broker: RunningBroker;
let wire: Wire;

async function start(config: Record<string, string>): Promise<void> {
  broker = await startTestBroker({ dataDir, config });
  wire = await Wire.connect(broker.bootstrap);
}
async function stop(): Promise<void> {
  wire.close();
  await broker.stop();
}
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const create = (resourceType: number, resourceName: string, operation: number, permissionType: number) =>
  wire.send(p.createAcls, 3, {
    creations: [
      {
        resourceType,
        resourceName,
        resourcePatternType: LITERAL,
        principal: 'User:ANONYMOUS',
        host: '*',
        operation,
        permissionType,
      },
    ],
  });

describe('a broker with an authorizer', () => {
  beforeEach(() => start(authorizer));
  afterEach(stop);

  it('lets clients do what no ACL is about', async () => {
    const topic = await newTopic(wire);
    expect(nameOf((await produceTo(wire, topic, batchOf(['x']))).errorCode)).toBe('NONE');
  });

  it('goes by a new ACL with the next request', async () => {
    const topic = await newTopic(wire);
    await create(TOPIC, topic, READ, ALLOW);
    expect(nameOf((await produceTo(wire, topic, batchOf(['x']))).errorCode)).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(nameOf((await fetchFrom(wire, topic, 0)).errorCode)).toBe('NONE');
    await wire.send(p.deleteAcls, 3, { filters: [{ ...everyAcl, resourceNameFilter: topic }] });
    expect(nameOf((await produceTo(wire, topic, batchOf(['x']))).errorCode)).toBe('NONE');
  });

  it('ends a fetch that waits for nothing it may see', async () => {
    const topic = await newTopic(wire);
    await create(TOPIC, topic, READ, DENY);
    const answer = await fetchFrom(wire, topic, 0, { maxWaitMs: 60_000 });
    expect(nameOf(answer.errorCode)).toBe('TOPIC_AUTHORIZATION_FAILED');
  });

  it('keeps ACLs over a restart', async () => {
    await create(CLUSTER, 'kafka-cluster', ALTER, DENY);
    await stop();
    await start(authorizer);
    const { results } = await create(TOPIC, 'orders', READ, ALLOW);
    expect(nameOf(results[0]!.errorCode)).toBe('CLUSTER_AUTHORIZATION_FAILED');
  });
});

describe('a broker without an authorizer', () => {
  beforeEach(() => start({}));
  afterEach(stop);

  it('has no ACLs to speak of, whatever the directory holds', async () => {
    const described = await wire.send(p.describeAcls, 3, everyAcl);
    expect(nameOf(described.errorCode)).toBe('SECURITY_DISABLED');
    expect(nameOf((await create(TOPIC, 'orders', READ, ALLOW)).results[0]!.errorCode)).toBe('SECURITY_DISABLED');
  });
});

describe('the configuration of the authorizer', () => {
  it('knows no other class', async () => {
    await expect(startTestBroker({ config: { 'authorizer.class.name': 'com.example.Mine' } })).rejects.toThrow(
      /authorizer\.class\.name/,
    );
  });

  it('wants super users with their type', async () => {
    await expect(startTestBroker({ config: { ...authorizer, 'super.users': 'admin' } })).rejects.toThrow(/names admin/);
  });
});

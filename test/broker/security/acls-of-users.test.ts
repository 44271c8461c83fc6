/** Users that authenticate are who ACLs and quotas speak of, for as long as they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, nameOf, newTopic, produceTo } from '../apis/ask.ts';
import { sendToken, startSecured } from './secured.ts';

let broker: RunningBroker;
let admin: Wire;
let alice: Wire;
let bob: Wire;
let topic: string;

async function login(user: string): Promise<Wire> {
  const wire = await Wire.connect(broker.listeners.SASL_PLAINTEXT!);
  await wire.send(p.saslHandshake, 1, { mechanism: 'PLAIN' });
  await sendToken(wire, `\0${user}\0${user}-secret`);
  return wire;
}

beforeAll(async () => {
  broker = await startSecured('PLAIN', {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
  });
  admin = await Wire.connect(broker.listeners.PLAINTEXT!);
  [alice, bob] = await Promise.all([login('alice'), login('bob')]);
  topic = await newTopic(admin);
  const acl = { resourceType: 2, resourceName: topic, resourcePatternType: 3, host: '*', permissionType: 3 };
  await admin.send(p.createAcls, 3, {
    creations: [
      { ...acl, principal: 'User:alice', operation: 4 },
      { ...acl, principal: 'User:*', operation: 3 },
    ],
  });
});
afterAll(async () => {
  for (const wire of [admin, alice, bob]) wire.close();
  await broker.stop();
});

describe('users', () => {
  it('may do what their ACLs say', async () => {
    expect(nameOf((await produceTo(alice, topic, batchOf(['x']))).errorCode)).toBe('NONE');
    expect(nameOf((await produceTo(bob, topic, batchOf(['x']))).errorCode)).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(nameOf((await fetchFrom(bob, topic, 0)).errorCode)).toBe('NONE');
  });

  it('see what they may see', async () => {
    const hidden = await newTopic(admin);
    const seenBy = async (wire: Wire) =>
      (await wire.send(p.metadata, 9, { topics: null })).topics
        .map(({ name }) => name)
        .filter(name => name === hidden || name === topic);
    expect(await seenBy(admin)).toHaveLength(2);
    expect(await seenBy(bob)).toEqual([topic]);
  });

  it('are throttled together, whatever their client ids', async () => {
    await admin.send(p.alterClientQuotas, 1, {
      entries: [
        {
          entity: [{ entityType: 'user', entityName: 'alice' }],
          ops: [{ key: 'request_percentage', value: 0.000_001, remove: false }],
        },
      ],
      validateOnly: false,
    });
    expect((await alice.send(p.metadata, 9, { topics: [] })).throttleTimeMs).toBeGreaterThan(0);
    expect((await bob.send(p.metadata, 9, { topics: [] })).throttleTimeMs).toBe(0);
  });
});

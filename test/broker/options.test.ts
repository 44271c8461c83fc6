/** What a broker can be started with. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type BrokerOptions, startBroker } from '../../src/broker/index.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { Wire } from '../support/wire.ts';

describe('startBroker', () => {
  it('needs nothing: a free port of this machine, a directory that goes with it', async () => {
    const broker = await startBroker();
    expect(broker.bootstrap).toBe(`127.0.0.1:${broker.port}`);
    expect(existsSync(broker.dataDir)).toBe(true);
    await Promise.all([broker.stop(), broker.stop()]);
    expect(existsSync(broker.dataDir)).toBe(false);
  });

  it('tells clients the advertised host', async () => {
    const broker = await startBroker({ advertisedHost: 'localhost' });
    expect(broker.bootstrap).toBe(`localhost:${broker.port}`);
    const wire = await Wire.connect(`127.0.0.1:${broker.port}`);
    expect((await wire.send(metadata, 1, { topics: [] })).brokers).toMatchObject([
      { host: 'localhost', port: broker.port },
    ]);
    wire.close();
    await broker.stop();
  });

  it.each<[string, BrokerOptions, RegExp]>([
    ['an unknown key', { config: { 'num.partitons': '3' } }, /num\.partitons is no configuration key/],
    ['a key of an older Kafka', { config: { 'zookeeper.connect': 'x' } }, /zookeeper\.connect is no configuration key/],
    [
      'a value that is no number',
      { config: { 'num.partitions': 'many' } },
      /Invalid value many for configuration num\.partitions/,
    ],
    ['a value out of range', { config: { 'num.partitions': '0' } }, /Value must be at least 1/],
    [
      'a value that is none of a choice',
      { config: { 'log.cleanup.policy': 'burn' } },
      /String must be one of: compact, delete/,
    ],
    [
      'a promise it cannot keep',
      { config: { 'remote.log.storage.system.enable': 'true' } },
      /remote\.log\.storage\.system\.enable=true cannot be: there is no tiered storage/,
    ],
    ['no retention at all', { config: { 'log.retention.hours': '0' } }, /must be unlimited \(-1\)/],
    [
      'session timeouts below the least',
      { config: { 'group.consumer.session.timeout.ms': '100' } },
      /must be greater than or equal to group\.consumer\.min\.session\.timeout\.ms/,
    ],
    ['more than one data directory', { config: { 'log.dirs': '/a,/b' } }, /one directory/],
    ['to be no broker', { config: { 'process.roles': 'controller' } }, /process\.roles is controller/],
    ['a configuration file that is not there', { configFile: '/nowhere.properties' }, /cannot read the configuration/],
    [
      'two ways to say where to listen',
      { port: 9092, config: { listeners: 'PLAINTEXT://:9092' } },
      /port and the listeners of the configuration both say where/,
    ],
    [
      'a listener without a protocol',
      { config: { listeners: 'INSIDE://127.0.0.1:0' } },
      /No security protocol defined for listener INSIDE/,
    ],
    ['a listener that is none', { config: { listeners: 'localhost:9092' } }, /Unable to parse localhost:9092/],
    [
      'an address for a listener that there is not',
      { config: { listeners: 'PLAINTEXT://127.0.0.1:0', 'advertised.listeners': 'SSL://a:1' } },
      /subset of the ones defined in listeners. Found SSL/,
    ],
    ['a topic name that cannot be', { topics: { 'a b': 1 } }, /topic name is invalid/],
    ['a topic without partitions', { topics: { orders: 0 } }, /number of partitions of topic orders is 0/],
    ['two topics that collide', { topics: { 'a.b': 1, a_b: 1 } }, /collides/],
    ['a port that is none', { port: 70_000 }, /the port is 70000/],
    ['a node id that is none', { nodeId: -1 }, /the node id is -1/],
  ])('refuses %s as a mistake of usage', async (_, options, message) => {
    const refused = startBroker(options);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('says which key was meant', async () => {
    const refused = startBroker({ config: { 'num.partitons': '3' } });
    await expect(refused).rejects.toMatchObject({ advice: expect.arrayContaining(['did you mean num.partitions?']) });
  });

  it('says that its port is taken, and what to do', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const refused = startBroker({ port });
    await expect(refused).rejects.toMatchObject({ code: 'EADDRINUSE', where: `127.0.0.1:${port}` });
    await expect(refused).rejects.toThrow('is taken by another process');
    other.close();
  });
});

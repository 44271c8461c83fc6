import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withConfigFile } from '../../src/broker/config-file.ts';
import { type LogLevel, startBroker } from '../../src/broker/index.ts';
import { describeConfigs } from '../../src/protocol/apis/32-describe-configs.ts';
import { Wire } from '../support/wire.ts';

const scratch = mkdtempSync(join(tmpdir(), 'config-file-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let files = 0;
const file = (...lines: string[]): string => {
  const path = join(scratch, `server-${files++}.properties`);
  writeFileSync(path, lines.join('\n'));
  return path;
};

/** As Kafka 4.1 has it in config/server.properties, with other addresses and directory. */
const kafkas = (directory: string) =>
  file(
    '# The role of this server. Setting this puts us in KRaft mode',
    'process.roles=broker,controller',
    'node.id=7',
    'controller.quorum.bootstrap.servers=localhost:9093',
    'listeners=PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:9093',
    'inter.broker.listener.name=PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'num.network.threads=3',
    'num.io.threads=16',
    'socket.send.buffer.bytes=102400',
    `log.dirs=${directory}`,
    'num.partitions = 5',
    'offsets.topic.replication.factor: 1',
    'share.coordinator.state.topic.min.isr=1',
    'log.segment.bytes=1073741824',
    '#log.retention.bytes=1073741824',
  );

describe("a broker started with Kafka's server.properties", () => {
  it('listens where it says, is who it says, keeps its data where it says, and tells what has no effect', async () => {
    const dataDir = join(scratch, 'data');
    const told: [LogLevel, string][] = [];
    const broker = await startBroker({
      configFile: kafkas(dataDir),
      log: (level, line) => void told.push([level, line]),
    });
    expect(broker.dataDir).toBe(dataDir);
    expect(Object.keys(broker.listeners)).toEqual(['PLAINTEXT']);
    expect(told).toContainEqual(['info', expect.stringMatching(/^num\.io\.threads is kept and nothing comes of it/)]);
    expect(told.filter(([, line]) => line.startsWith('num.network.threads'))).toEqual([]); // it is the default
    const wire = await Wire.connect(broker.bootstrap);
    const configurationKeys = ['num.partitions', 'node.id', 'num.io.threads'];
    const { results } = await wire.send(describeConfigs, 4, {
      resources: [{ resourceType: 4, resourceName: '7', configurationKeys }],
    });
    const values = results[0]!.configs.map(({ name, value, configSource }) => [name, value, configSource]);
    expect(values.toSorted()).toEqual([
      ['node.id', '7', 4],
      ['num.io.threads', '16', 4],
      ['num.partitions', '5', 4],
    ]);
    wire.close();
    await broker.stop();
  });
});

describe('a value that a broker is started with', () => {
  it('gives way to what was set while it ran last time, and the log says so', async () => {
    const dataDir = join(scratch, 'kept');
    await (await startBroker({ dataDir, config: { 'min.insync.replicas': '1' } })).stop();
    const told: string[] = [];
    const config = { 'min.insync.replicas': '2', 'num.partitions': '3' };
    const again = await startBroker({ dataDir, config, log: (level, line) => void told.push(`${level}: ${line}`) });
    await again.stop();
    expect(told.filter(line => line.startsWith('warn'))).toEqual([
      expect.stringMatching(/^warn: min\.insync\.replicas is 1, which was set while the broker ran/),
    ]);
  });
});

describe('the options with a configuration file', () => {
  const path = file('node.id=7', 'log.dirs=/from/file', 'listeners=PLAINTEXT://:9092', 'num.partitions=5');

  it('are what the file says', () => {
    expect(withConfigFile({ configFile: path })).toEqual({
      nodeId: 7,
      dataDir: '/from/file',
      config: { listeners: 'PLAINTEXT://:9092', 'num.partitions': '5' },
    });
  });

  it('come before the file, and `config` does too', () => {
    const options = { nodeId: 2, dataDir: '/mine', port: 0, config: { 'num.partitions': '9' } };
    expect(withConfigFile({ ...options, configFile: path })).toEqual(options);
  });

  it('may be given as Kafka names them', () => {
    expect(withConfigFile({ config: { 'broker.id': '4', 'log.dir': '/d' } })).toEqual({
      nodeId: 4,
      dataDir: '/d',
      config: {},
    });
  });

  it.each([
    [{ configFile: join(scratch, 'none') }, /cannot read the configuration file/],
    [{ configFile: file('a=\\u12') }, /hexadecimal.*line 1/],
    [{ config: { 'log.dirs': '/a,/b' } }, /one directory/],
    [{ config: { 'node.id': 'one' } }, /node\.id is one/],
    [{ config: { 'node.id': '1', 'broker.id': '2' } }, /same value/],
    [{ config: { 'process.roles': 'controller' } }, /always a broker/],
  ])('%j cannot be', (options, message) => {
    expect(() => withConfigFile(options)).toThrow(message);
  });
});

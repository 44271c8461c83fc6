import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerOptions, RunningBroker } from '../../../src/broker/index.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, newTopic, produceTo } from '../apis/ask.ts';

const running: RunningBroker[] = [];
const lines: string[] = [];
const start = async (options: BrokerOptions = {}) => {
  const broker = await startTestBroker({ ...options, log: (level, line) => lines.push(`${level}: ${line}`) });
  running.push(broker);
  return broker;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map(broker => broker.stop()));
  lines.length = 0;
});

const ping = (wire: Wire) => wire.send(metadata, 1, { topics: [] });

describe('connections', () => {
  it('are closed when they were idle for connections.max.idle.ms', async () => {
    const broker = await start({ config: { 'connections.max.idle.ms': '100' } });
    const wire = await Wire.connect(broker.bootstrap);
    await ping(wire);
    await wire.closed;
    expect(lines.join('\n')).toContain('idle for 100 ms');
  });

  it('are at most max.connections, and max.connections.per.ip', async () => {
    for (const key of ['max.connections', 'max.connections.per.ip']) {
      const broker = await start({ config: { [key]: '2' } });
      const wires = await Promise.all([Wire.connect(broker.bootstrap), Wire.connect(broker.bootstrap)]);
      await Promise.all(wires.map(ping));
      const third = await Wire.connect(broker.bootstrap);
      await third.closed;
      wires[0]!.close();
      await wires[0]!.closed;
      let fourth = await Wire.connect(broker.bootstrap);
      while (
        !(await ping(fourth).then(
          () => true,
          () => false,
        ))
      )
        fourth = await Wire.connect(broker.bootstrap);
      for (const wire of [wires[1]!, fourth]) wire.close();
    }
    expect(lines.join('\n')).toMatch(/warn: refused a connection .*max\.connections is 2/);
  });

  it('come no faster than max.connection.creation.rate, and wait without being served', async () => {
    const broker = await start({
      config: { 'listener.name.plaintext.max.connection.creation.rate': '2', 'quota.window.num': '2' },
    });
    const wires = await Promise.all(Array.from({ length: 4 }, () => Wire.connect(broker.bootstrap)));
    const answers = wires.map(ping);
    await Promise.all(answers.slice(0, 2));
    expect(broker.status().connections).toBe(2);
    await Promise.all(answers);
    expect(broker.status().connections).toBe(4);
    for (const wire of wires) wire.close();
  });

  it('say why they were closed, in one line for whoever debugs', async () => {
    const broker = await start();
    const socket = connect({ host: '127.0.0.1', port: broker.port });
    socket.on('error', () => {}).resume();
    socket.write(Buffer.from([0, 0, 0, 8, 0, 99, 0, 0, 0, 0, 0, 1]));
    await new Promise(resolve => socket.once('close', resolve));
    expect(lines.filter(line => line.includes('closed'))).toEqual([
      expect.stringMatching(/^debug: connection \d+ of 127\.0\.0\.1:\d+ closed: API 99 is not served$/),
    ]);
  });

  it('are closed when the broker stops, and its port is free then', async () => {
    const broker = await startTestBroker();
    const wire = await Wire.connect(broker.bootstrap);
    await ping(wire);
    await broker.stop();
    await wire.closed;
    await expect(Wire.connect(broker.bootstrap)).rejects.toThrow('ECONNREFUSED');
  });

  it('are served again when a client reads at last what it has asked for', async () => {
    const broker = await start();
    const wire = await Wire.connect(broker.bootstrap);
    const topic = await newTopic(wire);
    wire.pause();
    const answers = Promise.all(
      Array.from({ length: 30 }, (_, i) => produceTo(wire, topic, batchOf([`${i}`, 'x'.repeat(100_000)]))),
    );
    wire.resume();
    expect((await answers).map(({ baseOffset }) => baseOffset)).toEqual(Array.from({ length: 30 }, (_, i) => 2 * i));
    wire.close();
  });
});

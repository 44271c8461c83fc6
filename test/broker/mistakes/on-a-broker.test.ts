/** startBroker({ onMistake }): what clients do wrong over real connections. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BrokerOptions, type Mistake, mistakeLine, type RunningBroker } from '../../../src/broker/index.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { apiVersions } from '../../../src/protocol/apis/18-api-versions.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, produceTo } from '../apis/ask.ts';

const running: RunningBroker[] = [];
afterEach(() => Promise.all(running.splice(0).map(broker => broker.stop())));

async function watched(options: BrokerOptions = {}) {
  const mistakes: Mistake[] = [];
  const broker = await startTestBroker({
    topics: { orders: 1 },
    onMistake: mistake => mistakes.push(mistake),
    ...options,
  });
  running.push(broker);
  const wire = await Wire.connect(broker.bootstrap, { clientId: 'my-app' });
  return { broker, mistakes, wire };
}

const introduce = (wire: Wire, clientSoftwareName: string, clientSoftwareVersion: string) =>
  wire.send(apiVersions, 3, { clientSoftwareName, clientSoftwareVersion });

/** A request of an API and version as they come, without a body. */
const header = (apiKey: number, apiVersion: number) => {
  const frame = Buffer.alloc(14);
  frame.writeInt32BE(10);
  frame.writeInt16BE(apiKey, 4);
  frame.writeInt16BE(apiVersion, 6);
  frame.writeInt16BE(-1, 12);
  return frame;
};

describe('a mistake is told', () => {
  it('with the client by the name of its software, its id and its address', async () => {
    const { mistakes, wire } = await watched({ config: { 'auto.create.topics.enable': 'false' } });
    await introduce(wire, 'librdkafka', '2.12.0');
    await wire.send(metadata, 4, { topics: [{ name: 'ordres' }] });
    expect(mistakes).toMatchObject([
      {
        kind: 'unknown-topic',
        client: 'librdkafka 2.12.0 "my-app" at 127.0.0.1',
        request: 'Metadata v4',
        sees: 'UNKNOWN_TOPIC_OR_PARTITION',
        times: 1,
      },
    ]);
    expect(mistakeLine(mistakes[0]!)).toMatch(
      /^librdkafka 2\.12\.0 "my-app" at 127\.0\.0\.1 asks for topic ordres, .*: did you mean orders\?/,
    );
    wire.close();
  });

  it.each([
    ['librdkafka', '0.11.6', /api\.version\.request=false/],
    ['sarama', '1.22.1', /sarama\.V2_1_0_0/],
    ['something', '1', /2019 or later/],
  ])('when %s sends a version that Kafka 4.0 removed', async (name, version, advice) => {
    const { mistakes, wire } = await watched();
    await introduce(wire, name, version);
    wire.write(header(0, 2));
    await wire.closed;
    expect(mistakes).toMatchObject([
      {
        kind: 'version-not-served',
        what: 'sends Produce v2, which Kafka 4.0 removed (KIP-896); v3 to v13 are served',
        sees: 'its connection closed',
        advice: expect.stringMatching(advice),
      },
    ]);
    expect(mistakes[0]!.client).toContain(`${name} ${version}`);
  });

  it('when an API is not served', async () => {
    const { mistakes, wire } = await watched();
    wire.write(header(4, 0));
    await wire.closed;
    expect(mistakes).toMatchObject([
      { kind: 'api-not-served', what: 'sends LeaderAndIsr v0, an API that is not served here' },
    ]);
  });

  it.each([
    ['HTTP', 'GET / HTTP/1.1\r\n\r\n', /speaks HTTP/],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /TLS handshake/],
  ])('when a client speaks %s', async (_, greeting, what) => {
    const { broker, mistakes } = await watched();
    const socket = connect({ host: '127.0.0.1', port: broker.port });
    socket.on('error', () => {}).resume();
    socket.write(greeting, 'latin1');
    await new Promise(resolve => socket.once('close', resolve));
    expect(mistakes).toMatchObject([{ kind: 'other-protocol', what: expect.stringMatching(what), request: undefined }]);
  });

  it('when records are refused, also those that want no answer', async () => {
    const { mistakes, wire } = await watched({ config: { 'message.max.bytes': '1000' } });
    const large = batchOf(['x'.repeat(2000)]);
    await produceTo(wire, 'orders', large);
    wire.post(produce, 9, {
      acks: 0,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', partitionData: [{ index: 0, records: large }] }],
    });
    await wire.closed;
    expect(mistakes).toMatchObject([{ kind: 'record-too-large', sees: 'MESSAGE_TOO_LARGE', times: 1 }]);
    await running.splice(0)[0]!.stop();
    expect(mistakes[1]).toMatchObject({
      kind: 'record-too-large',
      sees: 'its connection closed, as acks is 0',
      times: 1,
    });
  });

  it('when an offset is out of range', async () => {
    const { mistakes, wire } = await watched();
    await fetchFrom(wire, 'orders', 1000);
    expect(mistakes).toMatchObject([
      { kind: 'offset-out-of-range', what: 'reads orders-0 from offset 1000, which holds 0 to 0' },
    ]);
    wire.close();
  });

  it('when a request cannot be read', async () => {
    const { mistakes, wire } = await watched();
    wire.write(header(3, 9));
    await wire.closed;
    expect(mistakes).toMatchObject([
      { kind: 'unreadable-request', what: expect.stringMatching(/^sends a request of API 3 v9 that cannot be read/) },
    ]);
  });

  it('never for what works', async () => {
    const { mistakes, wire } = await watched();
    await introduce(wire, 'librdkafka', '2.12.0');
    await wire.send(metadata, 4, { topics: [{ name: 'new' }] }); // created on the way, and unknown in this answer
    await produceTo(wire, 'orders', batchOf(['a']));
    await fetchFrom(wire, 'orders', 0);
    expect(mistakes).toEqual([]);
    wire.close();
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../src/kafka/connection.ts';
import { produce } from '../../src/protocol/apis/00-produce.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { listGroups } from '../../src/protocol/apis/16-list-groups.ts';
import { apiVersions } from '../../src/protocol/apis/18-api-versions.ts';
import { createTopics } from '../../src/protocol/apis/19-create-topics.ts';
import { errors } from '../../src/protocol/errors.ts';
import { encodeResponse } from '../../src/protocol/frame.ts';
import { FakeBroker, HANG_UP, NOTHING, SILENCE } from './fake-broker.ts';

const options = { clientId: 'mq-test', connectTimeoutMs: 1_000 };
const request = { timeoutMs: 1_000 };
const nothing = { topics: [], timeoutMs: 1, validateOnly: false };
const unsupported = errors.UNSUPPORTED_VERSION.code;

describe('a connection', () => {
  let broker: FakeBroker;
  let connections: Connection[];
  beforeEach(async () => {
    broker = await FakeBroker.start();
    connections = [];
  });
  afterEach(async () => {
    for (const connection of connections) connection.close();
    await broker.stop();
  });
  const open = async (more = {}) => {
    const connection = await openConnection({ host: '127.0.0.1', port: broker.port }, 1, { ...options, ...more });
    connections.push(connection);
    return connection;
  };
  const groupNamed = (groupId: string) => ({ errorCode: 0, groups: [{ groupId, protocolType: 'consumer' }] });

  describe('begins', () => {
    it('with ApiVersions in our highest version, saying who we are', async () => {
      await open();
      expect(broker.asked).toMatchObject([
        { api: { name: 'ApiVersions' }, version: 4, clientId: 'mq-test', body: { clientSoftwareName: 'mq' } },
      ]);
      expect(broker.asked[0]?.body.clientSoftwareVersion).toMatch(/^\d+\.\d+\.\d+/);
    });

    it('lower when the broker knows lower versions only, as it says in its refusal', async () => {
      broker.on(apiVersions, (_, { version }) => {
        if (version <= 2) return { errorCode: 0, apiKeys: broker.advertised() };
        const body = { errorCode: unsupported, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }] };
        return Buffer.concat(encodeResponse(apiVersions, 0, broker.asked.length - 1, body));
      });
      const connection = await open();
      expect(broker.asked.map(({ version }) => version)).toEqual([4, 2]);
      expect(connection.ranges.get(metadata.key)).toEqual(metadata.versions);
    });

    it('with version 0 when the refusal does not say', async () => {
      broker.on(apiVersions, (_, { version }) => {
        if (version === 0) return { errorCode: 0, apiKeys: broker.advertised() };
        return Buffer.concat(encodeResponse(apiVersions, 0, 0, { errorCode: unsupported, apiKeys: [] }));
      });
      await open();
      expect(broker.asked.map(({ version }) => version)).toEqual([4, 0]);
    });

    it('not at all with somebody who hangs up, does not answer or speaks otherwise', async () => {
      broker.on(apiVersions, () => HANG_UP);
      await expect(open()).rejects.toMatchObject({ code: 'CONNECT', retriable: true, message: /ended/ });
      broker.on(apiVersions, () => SILENCE);
      await expect(open({ connectTimeoutMs: 50 })).rejects.toMatchObject({
        code: 'CONNECT',
        message: /did not answer/,
      });
      broker.on(apiVersions, () => Buffer.from('HTTP/1.1 400 Bad Request\r\n'));
      await expect(open()).rejects.toMatchObject({ code: 'CONNECT', message: /a web server answers there/ });
    });

    it('not where nothing listens, nor after the time is up or the caller gives up', async () => {
      const { port } = broker;
      await broker.stop();
      const refused = openConnection({ host: '127.0.0.1', port }, undefined, options);
      await expect(refused).rejects.toMatchObject({ code: 'CONNECT', message: /ECONNREFUSED/ });

      const mute = createServer(() => {}).listen(0, '127.0.0.1');
      await once(mute, 'listening');
      const address = { host: '127.0.0.1', port: (mute.address() as AddressInfo).port };
      const hello = openConnection(address, undefined, { ...options, tls: true, connectTimeoutMs: 50 });
      await expect(hello).rejects.toMatchObject({ code: 'CONNECT', message: /within 50 ms/ });
      const signal = AbortSignal.timeout(20);
      const given = openConnection(address, undefined, { ...options, tls: true, signal });
      await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
      mute.close();
      broker = await FakeBroker.start();
    });
  });

  it('speaks the highest version that both know, within what the caller can do with', async () => {
    broker.ranges.set(listGroups.key, { min: 1, max: 4 });
    broker.on(listGroups, () => groupNamed('g'));
    const connection = await open();
    await connection.request(listGroups, {}, request);
    await connection.request(listGroups, {}, { ...request, maxVersion: 2 });
    expect(broker.asked.slice(1).map(({ version }) => version)).toEqual([4, 2]);
  });

  it('refuses a version that only one side knows, and says what each knows', async () => {
    broker.ranges.set(listGroups.key, { min: 0, max: 2 });
    const connection = await open();
    expect(() => connection.request(listGroups, {}, { ...request, minVersion: 4 })).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_VERSION',
        message: `broker 1 (${broker.address}) serves ListGroups v0-2 (API 16); mq needs v4-5 here`,
      }),
    );
    broker.ranges.delete(listGroups.key);
    const other = await open();
    expect(() => other.request(listGroups, {}, request)).toThrow(/does not serve ListGroups/);
  });

  it('gives each of many requests under way its own answer', async () => {
    broker.on(metadata, ({ topics }) => ({
      brokers: [],
      topics: topics!.map(({ name }) => ({ name, errorCode: 3, partitions: [] })),
    }));
    const connection = await open();
    const names = Array.from({ length: 100 }, (_, i) => `topic-${i}`);
    const answers = await Promise.all(
      names.map(name => connection.request(metadata, { topics: [{ name }], allowAutoTopicCreation: false }, request)),
    );
    expect(answers.map(({ topics }) => topics[0]?.name)).toEqual(names);
  });

  it('does not wait for an answer that does not come', async () => {
    broker.on(produce, () => NOTHING).on(listGroups, () => groupNamed('g'));
    const connection = await open();
    await connection.tell(produce, { acks: 0, timeoutMs: 1, topicData: [] });
    await expect(connection.request(listGroups, {}, request)).resolves.toMatchObject({ groups: [{ groupId: 'g' }] });
  });

  it('closes after a time-out; what was under way may have been done', async () => {
    broker.on(createTopics, () => SILENCE);
    const connection = await open();
    const slow = connection.request(createTopics, nothing, { timeoutMs: 30 });
    const behind = connection.request(createTopics, nothing, request);
    const read = connection.request(listGroups, {}, request);
    await expect(slow).rejects.toMatchObject({ code: 'TIMEOUT', ambiguous: true, retriable: true });
    await expect(behind).rejects.toMatchObject({ code: 'DISCONNECTED', ambiguous: true });
    await expect(read).rejects.toMatchObject({ code: 'DISCONNECTED', ambiguous: false });
    expect(connection.isUsable).toBe(false);
    await expect(connection.request(listGroups, {}, request)).rejects.toMatchObject({ ambiguous: false });
  });

  it('fails what is under way when the broker hangs up', async () => {
    broker.on(createTopics, () => HANG_UP);
    const connection = await open();
    await expect(connection.request(createTopics, nothing, request)).rejects.toMatchObject({
      code: 'DISCONNECTED',
      retriable: true,
      ambiguous: true,
      message: `The connection to broker 1 (${broker.address}) ended before it answered CreateTopics`,
    });
  });

  it('forgets an aborted request at once and goes on with the others', async () => {
    let answer = () => {};
    const asked = new Promise<void>(resolve => {
      answer = resolve;
    });
    broker.on(listGroups, async () => {
      await asked;
      return groupNamed('g');
    });
    const connection = await open();
    const stop = new AbortController();
    const first = connection.request(listGroups, {}, { ...request, signal: stop.signal });
    const second = connection.request(listGroups, {}, request);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
    answer();
    await expect(second).resolves.toMatchObject({ groups: [{ groupId: 'g' }] });
  });

  it('closes at an answer to another question, or one that is no answer', async () => {
    broker.on(listGroups, () => Buffer.concat(encodeResponse(listGroups, 5, 999, groupNamed('g'))));
    const astray = await open();
    await expect(astray.request(listGroups, {}, request)).rejects.toMatchObject({
      code: 'PROTOCOL',
      message: /answer 999/,
    });
    expect(astray.isUsable).toBe(false);
    broker.on(listGroups, () => Buffer.from('0000000800000001ffffffff', 'hex'));
    const garbled = await open();
    await expect(garbled.request(listGroups, {}, request)).rejects.toMatchObject({ code: 'PROTOCOL' });
  });

  it('waits as long as the broker throttles it (KIP-219)', async () => {
    const times: number[] = [];
    broker.on(listGroups, () => {
      times.push(performance.now());
      return { ...groupNamed('g'), throttleTimeMs: times.length === 1 ? 80 : 0 };
    });
    const connection = await open();
    await connection.request(listGroups, {}, request);
    await Promise.all([1, 2].map(() => connection.request(listGroups, {}, request)));
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(79);
  });

  it('ends what is under way when it is closed', async () => {
    broker.on(listGroups, () => SILENCE);
    const connection = await open();
    const parked = connection.request(listGroups, {}, request);
    connection.close();
    await expect(parked).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

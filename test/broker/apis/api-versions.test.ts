import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { apiVersions } from '../../../src/protocol/apis/18-api-versions.ts';
import { decodeResponse } from '../../../src/protocol/frame.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { nameOf } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker();
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const ask = (version: number, name = 'wire', clientSoftwareVersion = '1.0') =>
  wire.send(apiVersions, version, version < 3 ? {} : { clientSoftwareName: name, clientSoftwareVersion });

/** A request header v1 and nothing more, of any version. */
const rawRequest = (apiKey: number, version: number, correlationId: number): Buffer => {
  const request = Buffer.alloc(14);
  request.writeInt32BE(10, 0);
  request.writeInt16BE(apiKey, 4);
  request.writeInt16BE(version, 6);
  request.writeInt32BE(correlationId, 8);
  request.writeInt16BE(-1, 12);
  return request;
};

describe('ApiVersions', () => {
  it('shows the ranges of Kafka 4.1 for what it serves', async () => {
    const { apiKeys } = await ask(4);
    const ranges = Object.fromEntries(
      apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, `${minVersion}-${maxVersion}`]),
    );
    expect(ranges).toEqual({
      0: '0-13',
      1: '4-18',
      2: '1-10',
      3: '0-13',
      8: '2-9',
      9: '1-9',
      10: '0-6',
      11: '0-9',
      12: '0-4',
      13: '0-5',
      14: '0-5',
      15: '0-6',
      16: '0-5',
      17: '0-1',
      18: '0-4',
      19: '2-7',
      20: '1-6',
      21: '0-2',
      22: '0-5',
      23: '2-4',
      24: '0-5',
      25: '0-4',
      26: '0-5',
      27: '1-1',
      28: '0-5',
      29: '1-3',
      30: '1-3',
      31: '1-3',
      32: '1-4',
      33: '0-2',
      34: '1-2',
      35: '1-4',
      36: '0-2',
      37: '0-3',
      42: '0-2',
      43: '0-2',
      44: '0-1',
      45: '0-1',
      46: '0-0',
      47: '0-0',
      48: '0-1',
      49: '0-1',
      50: '0-0',
      51: '0-0',
      55: '0-2',
      57: '0-2',
      60: '0-2',
      61: '0-0',
      64: '0-0',
      65: '0-0',
      66: '0-2',
      68: '0-1',
      69: '0-1',
      74: '0-1',
      75: '0-0',
    });
  });

  it('shows features with the levels in force, in an epoch that clients believe', async () => {
    const { finalizedFeaturesEpoch, finalizedFeatures, supportedFeatures } = await ask(4);
    expect(finalizedFeaturesEpoch).toBeGreaterThanOrEqual(0);
    expect(supportedFeatures).toContainEqual({ name: 'metadata.version', minVersion: 7, maxVersion: 27 });
    expect(supportedFeatures).toContainEqual({ name: 'kraft.version', minVersion: 0, maxVersion: 1 });
    expect(finalizedFeatures).toContainEqual({ name: 'metadata.version', minVersionLevel: 27, maxVersionLevel: 27 });
    expect(finalizedFeatures.map(({ name }) => name)).not.toContain('kraft.version'); // at level 0
  });

  it('leaves out features that begin at level 0 below version 4, which takes them for a defect (KAFKA-17011)', async () => {
    const { supportedFeatures } = await ask(3);
    expect(supportedFeatures).toEqual([{ name: 'metadata.version', minVersion: 7, maxVersion: 27 }]);
  });

  it.each([5, 99, -1])(
    'is answered in version 0 with its own range when asked in version %i (KIP-511)',
    async version => {
      wire.write(rawRequest(18, version, 77));
      const { correlationId, body } = decodeResponse(apiVersions, 0, await wire.nextFrame());
      expect(correlationId).toBe(77);
      expect(nameOf(body.errorCode)).toBe('UNSUPPORTED_VERSION');
      expect(body.apiKeys).toEqual([{ apiKey: 18, minVersion: 0, maxVersion: 4 }]);
    },
  );

  it('can be asked again on the same connection, as clients do after that answer', async () => {
    expect((await ask(3)).errorCode).toBe(0);
  });

  it.each([
    ['', '1.0'],
    [' kafka', '1.0'],
    ['kafka-', '1.0'],
    ['kafka', ''],
    ['kafka', '1/0'],
  ])('refuses the client software %j %j', async (name, version) => {
    expect(nameOf((await ask(3, name, version)).errorCode)).toBe('INVALID_REQUEST');
  });

  it.each(['a', 'apache-kafka-java', 'x.y-z1'])('takes the client software %j', async name => {
    expect((await ask(3, name)).errorCode).toBe(0);
  });
});

describe('an API or version that is not served', () => {
  it.each([
    ['a version above', 3, 14],
    ['a version below', 1, 3],
    ['a version that is shown but not served', 0, 2],
    ['an API of a later release', 24, 0],
    ['an API that does not exist', 999, 0],
  ])('closes the connection: %s', async (_, apiKey, version) => {
    const other = await Wire.connect(broker.bootstrap);
    other.write(rawRequest(apiKey, version, 1));
    await other.closed;
    expect((await ask(3)).errorCode).toBe(0);
  });
});

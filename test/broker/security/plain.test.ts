/** SASL PLAIN, and what a connection may do before it has authenticated (Kafka: SaslServerAuthenticator). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { connect as connectGateway } from '../../../src/kafka/index.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { findCoordinator } from '../../../src/protocol/apis/10-find-coordinator.ts';
import { saslHandshake } from '../../../src/protocol/apis/17-sasl-handshake.ts';
import { apiVersions } from '../../../src/protocol/apis/18-api-versions.ts';
import { saslAuthenticate } from '../../../src/protocol/apis/36-sasl-authenticate.ts';
import { describeCluster } from '../../../src/protocol/apis/60-describe-cluster.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { Wire } from '../../support/wire.ts';
import { sendToken, startSecured } from './secured.ts';

let broker: RunningBroker;
const lines: string[] = [];
beforeAll(async () => {
  broker = await startSecured('PLAIN', {}, { log: (level, line) => lines.push(`${level}: ${line}`) });
});
afterAll(() => broker.stop());

const connect = () => Wire.connect(broker.listeners.SASL_PLAINTEXT!);
const versions = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
const { SASL_AUTHENTICATION_FAILED, UNSUPPORTED_SASL_MECHANISM, ILLEGAL_SASL_STATE, UNSUPPORTED_VERSION } = errors;

describe('SASL PLAIN', () => {
  it('lets in who knows the password', async () => {
    const wire = await connect();
    expect((await wire.send(apiVersions, 3, versions)).errorCode).toBe(0);
    expect(await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' })).toEqual({ errorCode: 0, mechanisms: ['PLAIN'] });
    expect(await sendToken(wire, '\0alice\0alice-secret')).toMatchObject({ errorCode: 0, sessionLifetimeMs: 0 });
    expect((await wire.send(metadata, 1, { topics: [] })).brokers).toHaveLength(1);
    wire.close();
  });

  it.for([
    ['a wrong password', '\0alice\0guess', 'Authentication failed: Invalid username or password'],
    ['an unknown user', '\0eve\0alice-secret', 'Authentication failed: Invalid username or password'],
    [
      "somebody else's authorization id",
      'bob\0alice\0alice-secret',
      'Authentication failed: Client requested an authorization id that is different from username',
    ],
    ['no password', '\0alice\0', 'Authentication failed: password not specified'],
    ['something else', 'alice', 'Invalid SASL/PLAIN response: expected 3 tokens, got 1'],
  ] as const)('refuses %s, says so and closes', async ([, token, errorMessage]) => {
    const wire = await connect();
    await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' });
    const answer = await sendToken(wire, token);
    expect(answer).toMatchObject({ errorCode: SASL_AUTHENTICATION_FAILED.code, errorMessage });
    await wire.closed;
  });

  it('is told in one line to whoever runs the broker, without passwords', () => {
    const refused = lines.filter(line => line.includes('failed authentication'));
    expect(refused[0]).toBe(
      'info: failed authentication with /127.0.0.1 on SASL_PLAINTEXT: Authentication failed: Invalid username or password',
    );
    expect(lines.join()).not.toMatch(/secret|guess/);
  });

  it('goes without frames after a handshake of version 0', async () => {
    const wire = await connect();
    await wire.send(saslHandshake, 0, { mechanism: 'PLAIN' });
    const token = Buffer.from('\0bob\0bob-secret');
    const length = Buffer.alloc(4);
    length.writeInt32BE(token.length);
    wire.write(Buffer.concat([length, token]));
    expect(await wire.nextFrame()).toHaveLength(0);
    expect((await wire.send(metadata, 1, { topics: [] })).brokers).toHaveLength(1);
    wire.close();
  });

  it('is what our own gateway speaks', async () => {
    const sasl = { mechanism: 'PLAIN', username: 'alice', password: 'alice-secret' } as const;
    const cluster = await connectGateway({ bootstrap: broker.bootstrap, sasl });
    expect((await cluster.metadata([])).brokers).toHaveLength(1);
    await cluster.close();
  });
});

describe('before authentication', () => {
  it('an unknown mechanism is refused with those there are', async () => {
    const wire = await connect();
    const answer = await wire.send(saslHandshake, 1, { mechanism: 'GSSAPI' });
    expect(answer).toEqual({ errorCode: UNSUPPORTED_SASL_MECHANISM.code, mechanisms: ['PLAIN'] });
    await wire.closed;
  });

  it.for([
    ['a request of another API', (wire: Wire) => wire.send(metadata, 1, { topics: [] })],
    ['SaslAuthenticate without a handshake', (wire: Wire) => sendToken(wire, '\0alice\0alice-secret')],
    [
      'a second ApiVersions',
      async (wire: Wire) => {
        await wire.send(apiVersions, 3, versions);
        await wire.send(apiVersions, 3, versions);
      },
    ],
    [
      'another API after the handshake',
      async (wire: Wire) => {
        await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' });
        await wire.send(metadata, 1, { topics: [] });
      },
    ],
    [
      'what is no request',
      async (wire: Wire) => {
        wire.write(Buffer.from([0, 0, 0, 3, 1, 2, 3]));
        await wire.nextFrame();
      },
    ],
    [
      'a request that is too large for a stranger',
      async (wire: Wire) => {
        wire.write(Buffer.from([0, 0x10, 0, 0, 0, 17, 0, 1]));
        await wire.nextFrame();
      },
    ],
  ] as const)('%s closes the connection', async ([, send]) => {
    const wire = await connect();
    await expect(send(wire)).rejects.toThrow('the connection was closed');
  });

  it('ApiVersions of a future version is answered as ever, and another one may follow', async () => {
    const wire = await connect();
    wire.write(Buffer.from([0, 0, 0, 10, 0, 18, 0, 99, 0, 0, 0, 7, 0xff, 0xff]));
    expect((await wire.nextFrame()).readInt16BE(4)).toBe(UNSUPPORTED_VERSION.code);
    expect((await wire.send(apiVersions, 3, versions)).errorCode).toBe(0);
    wire.close();
  });
});

describe('after authentication, and where none is asked for', () => {
  it('SASL is refused as out of place', async () => {
    const open = await Wire.connect(broker.listeners.PLAINTEXT!);
    expect(await open.send(saslHandshake, 1, { mechanism: 'PLAIN' })).toEqual({
      errorCode: ILLEGAL_SASL_STATE.code,
      mechanisms: [],
    });
    expect(await sendToken(open, 'x')).toMatchObject({
      errorCode: ILLEGAL_SASL_STATE.code,
      errorMessage: 'SaslAuthenticate request received after successful authentication',
    });
    open.close();
    const wire = await connect();
    await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' });
    await wire.send(saslAuthenticate, 0, { authBytes: Buffer.from('\0alice\0alice-secret') });
    expect((await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' })).errorCode).toBe(ILLEGAL_SASL_STATE.code);
    wire.close();
  });

  it('clients are told the address of the listener that they came in on', async () => {
    for (const bootstrap of Object.values(broker.listeners)) {
      const wire = await Wire.connect(bootstrap);
      if (bootstrap === broker.listeners.SASL_PLAINTEXT) {
        await wire.send(saslHandshake, 1, { mechanism: 'PLAIN' });
        await sendToken(wire, '\0alice\0alice-secret');
      }
      const port = Number(bootstrap.split(':')[1]);
      expect((await wire.send(metadata, 9, { topics: [] })).brokers).toMatchObject([{ port }]);
      expect(
        (await wire.send(describeCluster, 1, { includeClusterAuthorizedOperations: false })).brokers,
      ).toMatchObject([{ port }]);
      expect(await wire.send(findCoordinator, 3, { key: 'g', keyType: 0 })).toMatchObject({ port });
      wire.close();
    }
  });
});

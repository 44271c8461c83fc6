/** Listeners as server.properties has them (Kafka: KafkaConfigTest, SocketServerConfigsTest). */
import { hostname } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import { endpointsOf } from '../../../src/broker/network/endpoint.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { saslHandshake } from '../../../src/protocol/apis/17-sasl-handshake.ts';
import { Wire } from '../../support/wire.ts';
import { PLAIN_USERS } from '../security/secured.ts';

const protocolMap = 'PLAINTEXT:PLAINTEXT,SSL:SSL,inside:SASL_SSL';
const parse = (listeners: string, advertised: string | null = null, controllers: readonly string[] = []) =>
  endpointsOf({ listeners, advertised, protocolMap, controllers });

describe('listeners', () => {
  it('have a name, a protocol, a host and a port, and are advertised as they are', () => {
    expect(parse('PLAINTEXT://127.0.0.1:9092, Inside://[::1]:0')).toEqual([
      {
        name: 'PLAINTEXT',
        protocol: 'PLAINTEXT',
        host: '127.0.0.1',
        port: 9092,
        advertised: { host: '127.0.0.1', port: 9092 },
      },
      { name: 'INSIDE', protocol: 'SASL_SSL', host: '::1', port: 0, advertised: { host: '::1', port: 0 } },
    ]);
  });

  it('of every interface are advertised by the name of this machine', () => {
    for (const host of ['', '0.0.0.0', '[::]'])
      expect(parse(`PLAINTEXT://${host}:9092`)[0]!.advertised.host).toBe(hostname());
  });

  it('are advertised as advertised.listeners says', () => {
    const [first, second] = parse('PLAINTEXT://:9092,SSL://:9093', 'SSL://kafka.example.com:19093');
    expect(second!.advertised).toEqual({ host: 'kafka.example.com', port: 19093 });
    expect(first!.advertised.port).toBe(9092);
  });

  it('of controllers are left out, whatever they speak', () => {
    const names = parse('PLAINTEXT://:9092,CONTROLLER://:9093', 'PLAINTEXT://a:1,CONTROLLER://a:2', ['CONTROLLER']);
    expect(names.map(({ name }) => name)).toEqual(['PLAINTEXT']);
  });

  it.for([
    ['without a port', 'PLAINTEXT://localhost', null, /Unable to parse PLAINTEXT:\/\/localhost/],
    ['with a port that cannot be', 'PLAINTEXT://localhost:70000', null, /Unable to parse/],
    ['without a protocol', 'OUTSIDE://:1', null, /No security protocol defined for listener OUTSIDE/],
    ['twice the same name', 'SSL://:1,ssl://:2', null, /must have a different name/],
    ['none at all', ' , ', null, /has no listener for clients/],
    ['advertised and not there', 'SSL://:1', 'PLAINTEXT://a:1', /subset of the ones defined in listeners/],
    ['advertised where nobody can connect', 'SSL://:1', 'SSL://0.0.0.0:1', /nonroutable meta-address/],
  ] as const)('%s cannot be', ([, listeners, advertised, message]) => {
    expect(() => parse(listeners, advertised)).toThrow(message);
  });
});

describe('keys of a listener that there is not', () => {
  it('are told of', async () => {
    const lines: string[] = [];
    const config = { listeners: 'SSL://127.0.0.1:0', 'listener.name.sssl.ssl.keystore.type': 'PEM' };
    await startBroker({ config, log: (_, line) => lines.push(line) }).catch(() => {});
    expect(lines).toContain('listener.name.sssl.ssl.keystore.type has no effect: there is no listener SSSL, only SSL');
  });
});

describe('a broker with listeners of its own names', () => {
  let broker: RunningBroker | undefined;
  afterEach(() => broker?.stop());

  it('takes the keys of each, and tells its clients where it is', async () => {
    broker = await startBroker({
      config: {
        listeners: 'INSIDE://127.0.0.1:0,OUTSIDE://127.0.0.1:0',
        'advertised.listeners': 'OUTSIDE://kafka.example.com:0',
        'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:SASL_PLAINTEXT',
        'listener.name.outside.sasl.enabled.mechanisms': 'PLAIN',
        'listener.name.outside.plain.sasl.jaas.config': PLAIN_USERS,
      },
    });
    const port = Number(broker.listeners.OUTSIDE!.split(':')[1]);
    expect(broker.listeners.OUTSIDE).toBe(`kafka.example.com:${port}`);
    const inside = await Wire.connect(broker.listeners.INSIDE!);
    expect((await inside.send(metadata, 1, { topics: [] })).brokers[0]).toMatchObject({ host: '127.0.0.1' });
    inside.close();
    const outside = await Wire.connect(`127.0.0.1:${port}`);
    expect((await outside.send(saslHandshake, 1, { mechanism: 'x' })).mechanisms).toEqual(['PLAIN']);
  });
});

/** The gateway over TLS and SASL, and what it says when one of them does not fit. */
import { afterAll, describe, expect, it } from 'vitest';
import { type ClusterOptions, connect } from '../../src/kafka/index.ts';
import { startKafka } from '../support/kafka.ts';

const kafka = await startKafka({ sasl: true, tls: true });
afterAll(() => kafka.stop());
const { saslPlaintext = '', ssl = '', saslSsl = '' } = kafka.listeners;
const ca = kafka.tls!.ca;

const brokersOver = async (options: ClusterOptions) => {
  const cluster = await connect(options);
  const { brokers } = await cluster.metadata([]);
  await cluster.close();
  return brokers.map(({ port }) => port);
};
const portOf = (bootstrap: string) => [Number(bootstrap.split(':')[1])];
const alice = { username: 'alice', password: kafka.users.alice! };

describe.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('%s', mechanism => {
  it('lets those in who know the password, with and without TLS', async () => {
    const sasl = { mechanism, ...alice };
    expect(await brokersOver({ bootstrap: saslPlaintext, sasl })).toEqual(portOf(saslPlaintext));
    expect(await brokersOver({ bootstrap: saslSsl, sasl, tls: { ca } })).toEqual(portOf(saslSsl));
  });

  it('and nobody else', async () => {
    const sasl = { mechanism, username: 'alice', password: 'guessed' };
    await expect(brokersOver({ bootstrap: saslPlaintext, sasl })).rejects.toMatchObject({
      code: 'AUTH',
      retriable: false,
      message: expect.stringMatching(`'alice' in \\(${mechanism}\\)`),
    });
  });
});

describe('TLS', () => {
  it('with the authority of the cluster', async () => {
    expect(await brokersOver({ bootstrap: ssl, tls: { ca } })).toEqual(portOf(ssl));
  });

  it('also for a host by name', async () => {
    const bootstrap = ssl.replace('127.0.0.1', 'localhost');
    expect(await brokersOver({ bootstrap, tls: { ca } })).toEqual(portOf(ssl));
  });

  it('not with an authority that is not known', async () => {
    await expect(brokersOver({ bootstrap: ssl, tls: true })).rejects.toMatchObject({
      code: 'CONNECT',
      message: expect.stringMatching(/not trusted/),
      advice: [expect.stringMatching(/truststore/)],
    });
  });
});

describe('what is tried on the wrong listener is told with what it wants:', () => {
  const sasl = { mechanism: 'PLAIN', ...alice } as const;
  it.for([
    ['no TLS on a TLS listener', { bootstrap: ssl }, 'CONNECT', /TLS/],
    ['TLS on a listener without', { bootstrap: kafka.bootstrap, tls: { ca } }, 'CONNECT', /PLAINTEXT/],
    ['no SASL on a SASL listener', { bootstrap: saslPlaintext }, 'CONNECT', /SASL/],
    ['SASL on a listener without', { bootstrap: kafka.bootstrap, sasl }, 'AUTH', /PLAINTEXT or SSL/],
  ] as const)('%s', async ([, options, code, advice]) => {
    await expect(brokersOver(options)).rejects.toMatchObject({ code, advice: [expect.stringMatching(advice)] });
  });
});

/** SCRAM: its exchange, its users and how they come to be (RFC 5802, RFC 7677, KIP-84, KIP-554, KIP-900). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBroker, type ScramUser, startBroker } from '../../../src/broker/index.ts';
import { scram } from '../../../src/broker/security/sasl/scram.ts';
import { credentialOf, salted } from '../../../src/broker/security/scram/credential.ts';
import { connect as connectGateway } from '../../../src/kafka/index.ts';
import { scram as clientScram } from '../../../src/kafka/sasl/scram.ts';
import { saslHandshake } from '../../../src/protocol/apis/17-sasl-handshake.ts';
import { describeUserScramCredentials } from '../../../src/protocol/apis/50-describe-user-scram-credentials.ts';
import { alterUserScramCredentials } from '../../../src/protocol/apis/51-alter-user-scram-credentials.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { Wire } from '../../support/wire.ts';
import { sendToken, startSecured } from './secured.ts';

const ROOT: ScramUser = { name: 'root', password: 'root,=secret' };
const MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

let broker: RunningBroker;
beforeAll(async () => {
  broker = await startSecured(MECHANISMS.join(), {}, { scramUsers: [ROOT] });
});
afterAll(() => broker.stop());

const open = () => Wire.connect(broker.listeners.PLAINTEXT!);
const logIn = async (mechanism: (typeof MECHANISMS)[number], username: string, password: string) => {
  const cluster = await connectGateway({ bootstrap: broker.bootstrap, sasl: { mechanism, username, password } });
  await cluster.metadata([]);
  await cluster.close();
};
const upsertion = (name: string, type: 1 | 2, password: string, iterations = 4096) => {
  const { salt, saltedPassword } = salted(MECHANISMS[type - 1]!, password, { iterations });
  return { name, mechanism: type, iterations, salt, saltedPassword };
};

describe('the exchange', () => {
  it('is that of RFC 7677', async () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    const credential = credentialOf('SCRAM-SHA-256', salted('SCRAM-SHA-256', 'pencil', { salt }));
    const server = scram(
      'SCRAM-SHA-256',
      () => credential,
      () => '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    )();
    const first = await server.step(Buffer.from('n,,n=user,r=rOprNGfwEbeRWgbNEkqO'));
    expect(first.answer.toString()).toBe(
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    );
    const proof =
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';
    const final = await server.step(Buffer.from(proof));
    expect(final.answer.toString()).toBe('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
    expect(final.authenticated).toEqual({ user: 'user' });
  });

  it.for(MECHANISMS)('%s lets in who knows the password, and nobody else', async mechanism => {
    await logIn(mechanism, ROOT.name, ROOT.password);
    await expect(logIn(mechanism, ROOT.name, 'guess')).rejects.toMatchObject({ code: 'AUTH' });
    await expect(logIn(mechanism, 'nobody', 'guess')).rejects.toMatchObject({ code: 'AUTH' });
  });

  /** A client that changes its second message. */
  async function finalOf(change: (message: string) => string) {
    const wire = await Wire.connect(broker.bootstrap);
    await wire.send(saslHandshake, 1, { mechanism: 'SCRAM-SHA-256' });
    const client = clientScram('sha256', ROOT.name, ROOT.password);
    const { authBytes } = await sendToken(wire, client.start());
    const final = (await client.step(authBytes))!.toString();
    return [await sendToken(wire, change(final)), final, wire] as const;
  }
  const refused = {
    errorCode: errors.SASL_AUTHENTICATION_FAILED.code,
    errorMessage:
      'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256',
  };

  it.for([
    ['another nonce', (message: string) => message.replace(/r=[^,]+/, 'r=abc')],
    ['a nonce with something before it', (message: string) => message.replace(/r=/, 'r=x')],
    ['another channel binding', (message: string) => message.replace('c=biws', 'c=eSws')],
    ['another proof', (message: string) => message.replace(/p=.{4}/, 'p=AAAA')],
    ['a short proof', (message: string) => message.replace(/p=.+/, 'p=AAAA')],
    ['no proof', (message: string) => message.replace(/,p=.+/, '')],
    ['something else', () => 'open sesame'],
  ] as const)('with %s is refused', async ([, change]) => {
    const [answer, , wire] = await finalOf(change);
    expect(answer).toMatchObject(refused);
    await wire.closed;
  });

  it('that was overheard opens nothing', async () => {
    const [answer, overheard, wire] = await finalOf(message => message);
    expect(answer.errorCode).toBe(0);
    wire.close();
    expect((await finalOf(() => overheard))[0]).toMatchObject(refused);
  });

  it('does not begin with what is none, nor for somebody else', async () => {
    for (const [message, errorMessage] of [
      ['hello', refused.errorMessage],
      ['y,,n=root,r=abc', refused.errorMessage],
      ['n,,n=ro=ot,r=abc', refused.errorMessage],
      ['n,a=alice,n=root,r=abc', /^Authentication failed: Client requested an authorization id/],
    ] as const) {
      const wire = await Wire.connect(broker.bootstrap);
      await wire.send(saslHandshake, 1, { mechanism: 'SCRAM-SHA-256' });
      expect((await sendToken(wire, message)).errorMessage).toMatch(errorMessage);
    }
  });
});

describe('credentials', () => {
  it('are set, described and removed', async () => {
    const wire = await open();
    const set = await wire.send(alterUserScramCredentials, 0, {
      deletions: [],
      upsertions: [upsertion('al,ice=', 1, 'first'), upsertion('bob', 2, 'second', 8192)],
    });
    expect(set.results).toMatchObject([
      { user: 'al,ice=', errorCode: 0 },
      { user: 'bob', errorCode: 0 },
    ]);
    await logIn('SCRAM-SHA-256', 'al,ice=', 'first');
    await logIn('SCRAM-SHA-512', 'bob', 'second');
    await expect(logIn('SCRAM-SHA-256', 'bob', 'second')).rejects.toMatchObject({ code: 'AUTH' });
    const { results } = await wire.send(describeUserScramCredentials, 0, { users: [] });
    expect(results).toMatchObject([
      { user: 'root', credentialInfos: [{ mechanism: 1, iterations: 4096 }, { mechanism: 2 }] },
      { user: 'al,ice=', credentialInfos: [{ mechanism: 1, iterations: 4096 }] },
      { user: 'bob', credentialInfos: [{ mechanism: 2, iterations: 8192 }] },
    ]);
    const deletions = [{ name: 'bob', mechanism: 2 }];
    await wire.send(alterUserScramCredentials, 0, { deletions, upsertions: [] });
    await expect(logIn('SCRAM-SHA-512', 'bob', 'second')).rejects.toMatchObject({ code: 'AUTH' });
    wire.close();
  });

  it('are refused user by user', async () => {
    const wire = await open();
    const { results } = await wire.send(alterUserScramCredentials, 0, {
      deletions: [
        { name: 'nobody', mechanism: 1 },
        { name: 'root', mechanism: 7 },
      ],
      upsertions: [
        upsertion('few', 1, 'x', 4095),
        upsertion('many', 1, 'x', 16_385),
        upsertion('', 1, 'x'),
        upsertion('twice', 1, 'x'),
        upsertion('twice', 2, 'x'),
        upsertion('fine', 2, 'x'),
      ],
    });
    const outcome = Object.fromEntries(results.map(({ user, errorCode }) => [user, errorCode]));
    expect(outcome).toEqual({
      nobody: errors.RESOURCE_NOT_FOUND.code,
      root: errors.UNSUPPORTED_SASL_MECHANISM.code,
      few: errors.UNACCEPTABLE_CREDENTIAL.code,
      many: errors.UNACCEPTABLE_CREDENTIAL.code,
      '': errors.UNACCEPTABLE_CREDENTIAL.code,
      twice: errors.DUPLICATE_RESOURCE.code,
      fine: 0,
    });
    const described = await wire.send(describeUserScramCredentials, 0, {
      users: [{ name: 'twice' }, { name: 'root' }, { name: 'root' }],
    });
    expect(described.results).toMatchObject([
      { errorCode: errors.RESOURCE_NOT_FOUND.code, errorMessage: expect.stringMatching(/does not exist: twice$/) },
      { errorCode: errors.DUPLICATE_RESOURCE.code, errorMessage: expect.stringMatching(/request: root$/) },
    ]);
    wire.close();
  });

  it('survive a restart; those that the broker is started with are set anew', async () => {
    const { mkdtempSync, rmSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const dataDir = mkdtempSync(`${tmpdir()}/mq-scram-`);
    const config = { listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'sasl.enabled.mechanisms': 'SCRAM-SHA-512' };
    const first = await startBroker({
      dataDir,
      config,
      scramUsers: [
        { name: 'a', password: 'a-1' },
        { name: 'b', password: 'b-1', mechanism: 'SCRAM-SHA-512' },
      ],
    });
    await first.stop();
    const second = await startBroker({ dataDir, config, scramUsers: [{ name: 'b', password: 'b-2' }] });
    const tried = (username: string, password: string) =>
      connectGateway({ bootstrap: second.bootstrap, sasl: { mechanism: 'SCRAM-SHA-512', username, password } });
    for (const cluster of [await tried('a', 'a-1'), await tried('b', 'b-2')]) {
      await cluster.metadata([]);
      await cluster.close();
    }
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });
});

/** How long an authentication holds, and what authenticating again may change: nothing (KIP-368), on a fake clock. */
import { describe, expect, it } from 'vitest';
import type { LastReply, Peer } from '../../../src/broker/network/peer.ts';
import { unsecured, unsecuredOptionsOf } from '../../../src/broker/security/oauth/unsecured.ts';
import { ANONYMOUS } from '../../../src/broker/security/principal.ts';
import { oauthbearer } from '../../../src/broker/security/sasl/oauthbearer.ts';
import { plain } from '../../../src/broker/security/sasl/plain.ts';
import { SaslSession } from '../../../src/broker/security/sasl/session.ts';
import type { AnyApi, RequestInput, ResponseOf } from '../../../src/protocol/api.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { saslHandshake } from '../../../src/protocol/apis/17-sasl-handshake.ts';
import { saslAuthenticate } from '../../../src/protocol/apis/36-sasl-authenticate.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { decodeResponse, encodeRequest } from '../../../src/protocol/frame.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { bearer, unsecuredToken } from './tokens.ts';

const users = new Map([
  ['alice', 'secret'],
  ['bob', 'secret'],
]);
const FAILURE_DELAY_MS = 100;

class Client {
  readonly clock = new FakeClock();
  readonly peer: Peer;
  readonly served: string[] = [];
  private readonly session: SaslSession;

  constructor(maxReauthMs = 0) {
    const listener = { name: 'SASL', advertised: { host: 'here', port: 1 } };
    this.peer = {
      id: 1,
      host: '/127.0.0.1',
      principal: ANONYMOUS,
      listener,
      limitFrames() {},
      throttle() {},
      onceClosed: () => () => {},
    };
    const { clock } = this;
    const tokens = unsecured(unsecuredOptionsOf(new Map()), clock);
    const mechanisms = new Map([
      ['PLAIN', { begin: plain(users), maxReauthMs }],
      ['OAUTHBEARER', { begin: oauthbearer(tokens), maxReauthMs }],
    ]);
    const sasl = { mechanisms, maxReceiveBytes: 1000, failureDelayMs: FAILURE_DELAY_MS };
    this.session = new SaslSession(this.peer, { sasl, clock, log: () => {} }, frame => {
      this.served.push(`${this.peer.principal.name} ${frame.readInt16BE(0)}`);
      return [];
    });
  }

  /** Rejects when the connection would close; with `LastReply` after an answer. */
  async send<A extends AnyApi>(api: A, version: number, body: RequestInput<A>): Promise<ResponseOf<A> | undefined> {
    const request = Buffer.concat(encodeRequest(api, version, { correlationId: 1, clientId: 'c' }, body)).subarray(4);
    const reply = await this.session.handle(request);
    if (reply === undefined || reply.length === 0) return undefined;
    return decodeResponse(api, version, Buffer.concat(reply).subarray(4)).body as ResponseOf<A>;
  }

  handshake(mechanism: string) {
    return this.send(saslHandshake, 1, { mechanism });
  }

  authenticate(token: string) {
    return this.send(saslAuthenticate, 2, { authBytes: Buffer.from(token) });
  }

  async logIn(user = 'alice'): Promise<number> {
    await this.handshake('PLAIN');
    return (await this.authenticate(`\0${user}\0secret`))!.sessionLifetimeMs;
  }

  async request(): Promise<string | undefined> {
    await this.send(metadata, 1, { topics: [] });
    return this.served.at(-1);
  }
}

/** What a client that is refused is told, once the delay is over. */
async function refusalOf(client: Client, attempt: Promise<unknown>) {
  const refused = attempt.then(
    () => expect.fail('it was let in'),
    error => error as LastReply,
  );
  let isTold = false;
  void refused.then(() => {
    isTold = true;
  });
  await client.clock.advance(FAILURE_DELAY_MS - 1);
  expect(isTold).toBe(false);
  await client.clock.advance(1);
  const { slices, message } = await refused;
  if (slices.length === 0) return { reason: message };
  return { reason: message, ...decodeResponse(saslAuthenticate, 2, Buffer.concat(slices).subarray(4)).body };
}

describe('an authentication', () => {
  it('holds for ever when nothing is said about it', async () => {
    const client = new Client();
    expect(await client.logIn()).toBe(0);
    await client.clock.advance(10 ** 9);
    expect(await client.request()).toBe('alice 3');
  });

  it('holds for connections.max.reauth.ms, and the first request after that closes', async () => {
    const client = new Client(60_000);
    expect(await client.logIn()).toBe(60_000);
    await client.clock.advance(60_000);
    expect(await client.request()).toBe('alice 3');
    await client.clock.advance(1);
    await expect(client.request()).rejects.toThrow('the session of User:alice is over');
  });

  it('holds no longer than its token', async () => {
    for (const [maxReauthMs, lifetimeMs] of [
      [0, 5_000],
      [60_000, 5_000],
      [1_000, 1_000],
    ] as const) {
      const client = new Client(maxReauthMs);
      await client.handshake('OAUTHBEARER');
      const token = unsecuredToken({ sub: 'carol', exp: client.clock.nowMs() / 1000 + 5.0005 });
      expect(await client.authenticate(bearer(token))).toMatchObject({ errorCode: 0, sessionLifetimeMs: lifetimeMs });
      expect(client.peer.principal.name).toBe('carol');
    }
  });

  it('that fails is answered after a delay, and that is the last answer', async () => {
    const client = new Client();
    await client.handshake('PLAIN');
    expect(await refusalOf(client, client.authenticate('\0alice\0guess'))).toMatchObject({
      errorCode: errors.SASL_AUTHENTICATION_FAILED.code,
      errorMessage: 'Authentication failed: Invalid username or password',
    });
    expect(client.peer.principal).toBe(ANONYMOUS);
  });

  it('with a bad token fails in two steps, as RFC 7628 has it, and may be tried again between them', async () => {
    const client = new Client();
    const sign = (seconds: number) => unsecuredToken({ sub: 'carol', exp: client.clock.nowMs() / 1000 + seconds });
    await client.handshake('OAUTHBEARER');
    const challenge = await client.authenticate(bearer(sign(-1)));
    expect(challenge!.authBytes.toString()).toBe('{"status":"invalid_token"}');
    expect(await refusalOf(client, client.authenticate('\x01'))).toMatchObject({
      reason: 'the token has expired (exp)',
      errorMessage: '{"status":"invalid_token"}',
    });
    const other = new Client();
    await other.handshake('OAUTHBEARER');
    await other.authenticate(bearer(sign(-1)));
    expect(await other.authenticate(bearer(sign(9)))).toMatchObject({ errorCode: 0 });
  });

  it('with a token for somebody else, or none, is refused', async () => {
    for (const [message, errorMessage] of [
      [
        bearer(unsecuredToken({ sub: 'carol', exp: 2e9 }), 'dave'),
        "Authentication failed: Client requested an authorization id (dave) that is different from the token's principal name (carol)",
      ],
      ['n,,\x01\x01', 'due to invalid credentials with SASL mechanism OAUTHBEARER'],
      ['n,,\x01auth=Basic eA==\x01\x01', 'invalid credentials'],
      ['\x01', 'invalid credentials'],
    ] as const) {
      const client = new Client();
      await client.handshake('OAUTHBEARER');
      const refusal = await refusalOf(client, client.authenticate(message));
      expect(refusal).toMatchObject({ errorMessage: expect.stringContaining(errorMessage) });
    }
  });
});

describe('authenticating again', () => {
  it('begins a new session', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.clock.advance(59_000);
    expect(await client.logIn()).toBe(60_000);
    await client.clock.advance(59_000);
    expect(await client.request()).toBe('alice 3');
  });

  it('is also good when the session is over already', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.clock.advance(61_000);
    await client.logIn();
    expect(await client.request()).toBe('alice 3');
  });

  it('cannot change the user', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.clock.advance(2_000);
    const refusal = await refusalOf(client, client.logIn('bob'));
    expect(refusal).toMatchObject({
      errorCode: errors.SASL_AUTHENTICATION_FAILED.code,
      errorMessage: 'Cannot change principals during re-authentication from User.alice: User.bob',
    });
  });

  it('cannot change the mechanism', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.clock.advance(2_000);
    expect(await client.handshake('OAUTHBEARER')).toMatchObject({ errorCode: 0 });
    const refusal = await refusalOf(client, client.authenticate('x'));
    expect(refusal.reason).toBe(
      "SASL mechanism 'OAUTHBEARER' requested by client is not supported for re-authentication of mechanism 'PLAIN'",
    );
  });

  it('with a wrong password ends it', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.handshake('PLAIN');
    const refusal = await refusalOf(client, client.authenticate('\0alice\0guess'));
    expect(refusal).toMatchObject({ errorMessage: 'Authentication failed: Invalid username or password' });
  });

  it('more than once a second is an ordinary request', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.logIn();
    await client.clock.advance(999);
    await client.handshake('PLAIN');
    expect(client.served).toEqual(['alice 17']);
  });

  it('where sessions do not end is an ordinary request, too', async () => {
    const client = new Client();
    await client.logIn();
    await client.clock.advance(5_000);
    await client.handshake('PLAIN');
    expect(client.served).toEqual(['alice 17']);
  });

  it('leaves no room for other requests', async () => {
    const client = new Client(60_000);
    await client.logIn();
    await client.handshake('PLAIN');
    const refusal = await refusalOf(client, client.request());
    expect(refusal.reason).toBe('Unexpected Kafka request of type Metadata during SASL authentication.');
  });
});

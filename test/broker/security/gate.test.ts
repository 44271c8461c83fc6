/**
 * Thousands of clients that do anything in any order before they have authenticated: nothing but ApiVersions is served to
 * somebody who has not shown a password in its place, everybody is answered or cut off, nothing breaks.
 */
import { expect, it } from 'vitest';
import type { Peer } from '../../../src/broker/network/peer.ts';
import { unsecured, unsecuredOptionsOf } from '../../../src/broker/security/oauth/unsecured.ts';
import { ANONYMOUS } from '../../../src/broker/security/principal.ts';
import type { SaslMechanism } from '../../../src/broker/security/sasl/mechanism.ts';
import { oauthbearer } from '../../../src/broker/security/sasl/oauthbearer.ts';
import { plain } from '../../../src/broker/security/sasl/plain.ts';
import { scram } from '../../../src/broker/security/sasl/scram.ts';
import { SaslSession } from '../../../src/broker/security/sasl/session.ts';
import { credentialOf, salted } from '../../../src/broker/security/scram/credential.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { encodeRequest, encodeResponse } from '../../../src/protocol/frame.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Random, seededRandom } from '../../support/random.ts';
import { bearer, unsecuredToken } from './tokens.ts';

const CLIENTS = 10_000;
const STEPS = 12;
const RIGHT = '\0alice\0secret';
const clock = new FakeClock();
const credential = credentialOf('SCRAM-SHA-256', salted('SCRAM-SHA-256', 'secret'));
const offered: readonly (readonly [string, SaslMechanism])[] = [
  ['PLAIN', plain(new Map([['alice', 'secret']]))],
  ['SCRAM-SHA-256', scram('SCRAM-SHA-256', user => (user === 'alice' ? credential : undefined))],
  ['OAUTHBEARER', oauthbearer(unsecured(unsecuredOptionsOf(new Map()), clock))],
];
const mechanisms = new Map(offered.map(([name, begin]) => [name, { begin, maxReauthMs: 60_000 }]));

const request = (api: Parameters<typeof encodeRequest>[0], version: number, body: object): Buffer =>
  Buffer.concat(encodeRequest(api, version, { correlationId: 7, clientId: 'c' }, body as never)).subarray(4);

const messages = [
  '\0alice\0guess',
  '\0\0',
  '',
  'n,,n=alice,r=abc',
  'n,,n=nobody,r=abc',
  'c=biws,r=abc,p=AAAA',
  bearer(unsecuredToken({ sub: 'alice', exp: 1 })),
  '\x01',
];
const frames = {
  handshake: (random: Random) =>
    request(p.saslHandshake, random.below(2), { mechanism: random.pick([...mechanisms.keys(), 'GSSAPI']) }),
  right: () => request(p.saslAuthenticate, 2, { authBytes: Buffer.from(RIGHT) }),
  bareRight: () => Buffer.from(RIGHT),
  token: (random: Random) =>
    request(p.saslAuthenticate, random.below(3), { authBytes: Buffer.from(random.pick(messages)) }),
  bareToken: (random: Random) => Buffer.from(random.pick(messages)),
  versions: (random: Random) =>
    request(p.apiVersions, random.below(5), { clientSoftwareName: 'x', clientSoftwareVersion: '1' }),
  metadata: () => request(p.metadata, 1, { topics: [] }),
};
type Kind = keyof typeof frames;
/** Those that get somewhere more often than they would come by themselves. */
const kinds = [...(Object.keys(frames) as Kind[]), ...(['handshake', 'handshake', 'right', 'bareRight'] as const)];

function damaged(frame: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(frame);
  if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return random.below(2) === 0 ? bytes : bytes.subarray(0, random.below(bytes.length + 1));
}

async function client(random: Random): Promise<'in' | 'out'> {
  const peer: Peer = {
    id: 1,
    host: '/h',
    principal: ANONYMOUS,
    listener: { name: 'SASL', advertised: { host: 'h', port: 1 } },
    limitFrames() {},
    throttle() {},
    onceClosed: () => () => {},
  };
  const sasl = { mechanisms, maxReceiveBytes: 1_000, failureDelayMs: 1 };
  const session = new SaslSession(peer, { sasl, clock, log: () => {} }, frame => {
    if (frame.readInt16BE(0) !== p.apiVersions.key && peer.principal === ANONYMOUS) throw new TypeError('served!');
    return encodeResponse(p.apiVersions, 0, 7, { errorCode: 0, apiKeys: [] });
  });
  let before: Kind | undefined;
  for (let step = 0; step < STEPS; step++) {
    const kind = random.pick(kinds);
    const whole = frames[kind](random);
    const isDamaged = random.below(4) === 0;
    const wasIn = peer.principal !== ANONYMOUS;
    const handled = (async () => session.handle(isDamaged ? damaged(whole, random) : whole))();
    const outcome = await Promise.race([
      handled.then(
        () => 'answered' as const,
        error => error as Error,
      ),
      clock
        .advance(1)
        .then(() => clock.advance(1))
        .then(() => 'silent' as const),
    ]);
    expect(outcome).not.toBe('silent');
    if (!wasIn && peer.principal !== ANONYMOUS) {
      expect([before, peer.principal.name]).toEqual(['handshake', 'alice']);
      expect(kind === 'right' || kind === 'bareRight').toBe(true);
    }
    if (outcome instanceof Error) {
      if (outcome instanceof TypeError) throw outcome;
      return peer.principal === ANONYMOUS ? 'out' : 'in';
    }
    before = kind;
  }
  return peer.principal === ANONYMOUS ? 'out' : 'in';
}

it('lets in nobody who has not shown a password in its place', async () => {
  const random = seededRandom(20_260);
  const outcomes = { in: 0, out: 0 };
  for (let i = 0; i < CLIENTS; i++) outcomes[await client(random)]++;
  expect(outcomes.in).toBeGreaterThan(50);
  expect(outcomes.out).toBeGreaterThan(1_000);
});

/**
 * Sends spoilt SASL conversations to sessions; the same seed sends the same ones, but for nonces. Besides not failing, a session must
 * let nobody in who has not shown what only he knows, and nobody become somebody else.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LastReply, type Peer, type Reply } from '../../../src/broker/network/peer.ts';
import { Jwks } from '../../../src/broker/security/oauth/jwks.ts';
import { signed } from '../../../src/broker/security/oauth/signed.ts';
import { unsecured, unsecuredOptionsOf } from '../../../src/broker/security/oauth/unsecured.ts';
import { ANONYMOUS, type Principal } from '../../../src/broker/security/principal.ts';
import { oauthbearer } from '../../../src/broker/security/sasl/oauthbearer.ts';
import { plain } from '../../../src/broker/security/sasl/plain.ts';
import { scram } from '../../../src/broker/security/sasl/scram.ts';
import { SaslSession } from '../../../src/broker/security/sasl/session.ts';
import { credentialOf } from '../../../src/broker/security/scram/credential.ts';
import { apiVersions } from '../../../src/protocol/apis/index.ts';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { encodeResponse } from '../../../src/protocol/frame.ts';
import { FakeClock } from '../fake-clock.ts';
import { seededRandom } from '../random.ts';
import { keys, passwordOf, saltedPasswords, type TokenKind, type User, users } from './sasl-client.ts';
import { talk } from './sasl-talk.ts';

const FAILURE_DELAY_MS = 100;
const MAX_REAUTH_MS = 60_000;

export interface SaslFuzzOptions {
  readonly frames: number;
  readonly seed: number;
  /** Messages of real clients. */
  readonly heard: readonly Buffer[];
}

export interface SaslFuzzResult {
  readonly conversations: number;
  /** How often somebody was let in, who may have been in before. */
  readonly letIn: number;
  readonly findings: { readonly frame: Buffer; readonly error: unknown }[];
}

export async function fuzzSasl({ frames, seed, heard }: SaslFuzzOptions): Promise<SaslFuzzResult> {
  const random = seededRandom(seed);
  const jwks = await readKeys();
  const findings: SaslFuzzResult['findings'] = [];
  let [conversations, letIn] = [0, 0];
  for (let sent = 0; sent < frames; conversations++) {
    const listener = new Listener(random.chance(0.7) ? 'signed' : 'unsecured', jwks);
    const { clock, kind, peer } = listener;
    const proven = new Set<User>();
    const client = talk({ random, clock, tokens: kind, heard, proven });
    for (let said = await client.next(); !said.done; ) {
      const frame = said.value;
      sent++;
      try {
        const before = peer.principal;
        const reply = await listener.send(frame);
        if (peer.principal !== before) {
          letIn++;
          checkIdentity(before, peer.principal, kind === 'signed' ? proven : undefined);
        }
        said = await client.next(reply);
      } catch (error) {
        if (!isRefusal(error)) findings.push({ frame, error });
        break; // the connection closes
      }
    }
    findings.push(...listener.logged.map(error => ({ frame: Buffer.alloc(0), error })));
  }
  return { conversations, letIn, findings };
}

/** Throws what is no refusal. Anybody may make unsecured tokens of anybody. */
function checkIdentity(before: Principal, now: Principal, proven: ReadonlySet<string> | undefined): void {
  if (before !== ANONYMOUS && before.name !== now.name) throw new TypeError(`${before.name} has become ${now.name}`);
  if (proven?.has(now.name) === false) throw new TypeError(`${now.name} was let in unproven`);
}

/** Once: what comes from a file comes at another time each time. */
async function readKeys(): Promise<Jwks> {
  const dir = mkdtempSync(join(tmpdir(), 'mq-fuzz-'));
  const file = join(dir, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k' }] }));
  const jwks = new Jwks({ url: pathToFileURL(file), refreshMs: 1000, leastBetweenMs: 1000 }, new FakeClock());
  await jwks.find('k', 'EdDSA');
  rmSync(dir, { recursive: true });
  return jwks;
}

/** A session throws what it refuses as a plain Error; anything else is a mistake of its own. */
const isRefusal = (error: unknown): boolean =>
  error instanceof LastReply || error instanceof ProtocolError || (error as Error).constructor === Error;

/** One connection to a listener that offers everything. */
class Listener {
  readonly clock = new FakeClock();
  readonly kind: TokenKind;
  readonly peer: Peer = {
    id: 1,
    host: '/127.0.0.1',
    principal: ANONYMOUS,
    listener: { name: 'SASL', advertised: { host: 'here', port: 1 } },
    limitFrames() {},
    throttle() {},
    onceClosed: () => () => {},
  };
  readonly logged: Error[] = [];
  private readonly session: SaslSession;

  constructor(kind: TokenKind, jwks: Jwks) {
    this.kind = kind;
    const { clock, peer } = this;
    const options = {
      audiences: [],
      issuer: null,
      clockSkewSeconds: 0,
      subjectClaim: 'sub',
      scopeClaim: 'scope',
    };
    const verify = kind === 'signed' ? signed(options, jwks, clock) : anyToken(clock);
    const find: Parameters<typeof scram>[1] = (user, mechanism) => {
      const known = saltedPasswords[mechanism][user as User];
      return known === undefined ? undefined : credentialOf(mechanism, known);
    };
    const begin = {
      PLAIN: plain(new Map(users.map(user => [user, passwordOf(user)]))),
      'SCRAM-SHA-256': scram('SCRAM-SHA-256', find),
      'SCRAM-SHA-512': scram('SCRAM-SHA-512', find),
      OAUTHBEARER: oauthbearer(verify),
    };
    const mechanisms = new Map(
      Object.entries(begin).map(([name, each]) => [name, { begin: each, maxReauthMs: MAX_REAUTH_MS }]),
    );
    const sasl = { mechanisms, maxReceiveBytes: 524_288, failureDelayMs: FAILURE_DELAY_MS };
    const log = (level: string, line: string) => {
      if (level === 'error') this.logged.push(new TypeError(line));
    };
    this.session = new SaslSession(peer, { sasl, clock, log }, frame => this.serve(frame));
  }

  /** Rejects when the connection would close. */
  async send(frame: Buffer): Promise<Reply> {
    const reply = this.session.handle(frame);
    if (!(reply instanceof Promise)) return reply;
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    reply.then(done, done);
    while (!isDone) await this.clock.advance(FAILURE_DELAY_MS); // a refusal is held back
    return reply;
  }

  private serve(frame: Buffer): Reply {
    const key = frame.length < 8 ? -1 : frame.readInt16BE(0);
    if (key === apiVersions.key) return encodeResponse(apiVersions, 0, 1, { errorCode: 0, apiKeys: [] });
    if (this.peer.principal === ANONYMOUS) throw new TypeError(`API ${key} is served to nobody`);
    return [];
  }
}

const anyToken = (clock: FakeClock) => unsecured(unsecuredOptionsOf(new Map()), clock);

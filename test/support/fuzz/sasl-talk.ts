/**
 * What one client says on a listener with SASL: versions, a handshake, tokens, requests, and all of that again while time goes by. Some
 * of it is spoilt: bytes, the order, whose turn it is, or a message of another conversation.
 */
import type { Reply } from '../../../src/broker/network/peer.ts';
import type { AnyApi, RequestInput } from '../../../src/protocol/api.ts';
import { apiVersions, metadata, saslAuthenticate, saslHandshake } from '../../../src/protocol/apis/index.ts';
import { decodeResponse, encodeRequest } from '../../../src/protocol/frame.ts';
import type { FakeClock } from '../fake-clock.ts';
import type { Random } from '../random.ts';
import { mutateBytes } from './mutate.ts';
import {
  type MechanismName,
  mechanismNames,
  passwordOf,
  saslClient,
  type TokenKind,
  type User,
  users,
} from './sasl-client.ts';

const otherNames = ['', 'GSSAPI', 'plain', 'SCRAM-SHA-1', 'x'.repeat(200)];
const EXCHANGES = 3;
const LONGEST_PAUSE_MS = 70_000;

export interface TalkOptions {
  readonly random: Random;
  readonly clock: FakeClock;
  readonly tokens: TokenKind;
  /** Messages of other conversations. */
  readonly heard: readonly Buffer[];
  /** Gets everybody of whom something was sent that only he knows. */
  readonly proven: Set<User>;
}

/** Frames, each sent back with its reply. */
export async function* talk(options: TalkOptions): AsyncGenerator<Buffer, void, Reply> {
  const { random, clock, tokens, heard, proven } = options;
  const spoil = random.pick([0, 0.02, 0.1, 0.3]);
  const said: Buffer[] = [];
  const secrets = new Map<string, User>(users.map(user => [passwordOf(user), user]));
  const spoilt = (bytes: Buffer): Buffer => (random.chance(spoil) ? mutateBytes(bytes, random) : bytes);

  /** The answer as far as it is one. */
  const say = <A extends AnyApi>(api: A, version: number, body: RequestInput<A>) => send(framed(api, version, body));

  async function* send(genuine: Buffer): AsyncGenerator<Buffer, Reply, Reply> {
    if (said.length > 0 && random.chance(spoil / 4)) yield random.pick(said);
    const frame = spoilt(genuine);
    said.push(frame);
    for (const [secret, user] of secrets) if (frame.includes(secret)) proven.add(user);
    const reply = yield frame;
    return frame === genuine ? reply : undefined;
  }

  async function* authenticate(mechanism: MechanismName, user: User): AsyncGenerator<Buffer, void, Reply> {
    const name = random.chance(spoil / 2) ? random.pick(otherNames) : mechanism;
    const isFramed = random.chance(0.8);
    yield* say(saslHandshake, isFramed ? 1 : 0, { mechanism: name });
    const client = saslClient(
      random.chance(spoil / 4) ? random.pick(mechanismNames) : mechanism,
      user,
      tokens,
      clock.nowMs(),
    );
    const version = random.below(3);
    for (let message = client(Buffer.alloc(0)); message !== undefined; ) {
      const token = random.chance(spoil / 2) ? random.pick(heard) : spoilt(message);
      const secret = secretOf(message);
      if (secret !== undefined) secrets.set(secret, user);
      const reply = yield* isFramed ? say(saslAuthenticate, version, { authBytes: token }) : send(token);
      message = client(isFramed ? challengeOf(reply, version) : Buffer.concat(reply ?? []).subarray(4));
    }
  }

  const mechanism = random.pick(mechanismNames);
  const user = random.pick(users);
  if (random.chance(0.5))
    yield* say(apiVersions, random.below(5), { clientSoftwareName: 'x', clientSoftwareVersion: '1' });
  for (let left = 1 + random.below(EXCHANGES); left > 0; left--) {
    const isOther = random.chance(spoil);
    yield* authenticate(isOther ? random.pick(mechanismNames) : mechanism, isOther ? random.pick(users) : user);
    for (let requests = random.below(3); requests > 0; requests--) yield* say(metadata, 1, { topics: [] });
    await clock.advance(random.below(LONGEST_PAUSE_MS));
  }
}

const framed = <A extends AnyApi>(api: A, version: number, body: RequestInput<A>): Buffer =>
  Buffer.concat(encodeRequest(api, version, { correlationId: 1, clientId: 'fuzz' }, body)).subarray(4);

/** The signature of a token, the proof of SCRAM; without their last characters, of which not all bits count. */
const secretOf = (message: Buffer): string | undefined =>
  /(?:,p=|auth=Bearer )([\w+/.=-]+)/.exec(message.toString('latin1'))?.[1]?.slice(0, -3);

/** Nothing where there was no answer. */
function challengeOf(reply: Reply, version: number): Buffer {
  if (reply === undefined || reply.length === 0) return Buffer.alloc(0);
  return decodeResponse(saslAuthenticate, version, Buffer.concat(reply).subarray(4)).body.authBytes;
}

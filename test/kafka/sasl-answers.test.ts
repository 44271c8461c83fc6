/**
 * The same conversations of SASL with Apache Kafka and with the bundled broker: the same answers in the same words, and the same end
 * of the connection. Left out: a request of another API after the handshake, to which Kafka answers with that API's own error and the
 * bundled broker with the end alone; a token of another scheme than Bearer, at which Kafka stumbles over its own message.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { scram } from '../../src/kafka/sasl/scram.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { bearer, unsecuredToken } from '../broker/security/tokens.ts';
import { startTestBroker } from '../support/broker.ts';
import { startKafka } from '../support/kafka.ts';
import { Wire } from '../support/wire.ts';

const login = 'org.apache.kafka.common.security';
/** Of SCRAM-SHA-512 alone, so that all else is without end. */
const SESSION_MS = 1_200;
const listener = 'listener.name.sasl_plaintext';
const config = {
  'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
  [`${listener}.oauthbearer.sasl.jaas.config`]: `${login}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="x" unsecuredValidatorRequiredScope="write";`,
  [`${listener}.scram-sha-512.connections.max.reauth.ms`]: String(SESSION_MS),
};
const kafka = await startKafka({ sasl: true, config });
const users = Object.entries(kafka.users);
const broker = await startTestBroker({
  scramUsers: users.map(([name, password]) => ({ name, password })),
  config: {
    ...config,
    listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
    [`${listener}.plain.sasl.jaas.config`]: `${login}.plain.PlainLoginModule required ${users.map(([name, password]) => `user_${name}="${password}"`).join(' ')};`,
  },
});
afterAll(() => Promise.all([kafka.stop(), broker.stop()]));

/** What a client does, and everything it is told. */
type Conversation = (talk: Talk) => Promise<unknown>;

class Talk {
  readonly told: unknown[] = [];
  private readonly wire: Wire;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  async handshake(mechanism: string, version = 1): Promise<void> {
    const { errorCode, mechanisms } = await this.wire.send(p.saslHandshake, version, { mechanism });
    this.told.push({ errorCode, mechanisms: [...mechanisms].sort() });
  }

  /** Returns what the broker has to say to the client's message. */
  async token(authBytes: Buffer | string, version = 2): Promise<Buffer> {
    const answer = await this.wire.send(p.saslAuthenticate, version, { authBytes: Buffer.from(authBytes) });
    const { authBytes: bytes, sessionLifetimeMs, ...rest } = answer;
    // Lifetimes of tokens are counted from the moment at which they are read.
    const lifetime = sessionLifetimeMs > 10_000 ? 'long' : sessionLifetimeMs;
    this.told.push({ ...rest, lifetime, ...(rest.errorCode === 0 ? {} : { bytes: bytes.toString() }) });
    return bytes;
  }

  /** A message without a frame of SaslAuthenticate around it. */
  async bare(message: Buffer | string): Promise<Buffer> {
    const bytes = Buffer.from(message);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    this.wire.write(Buffer.concat([length, bytes]));
    return this.wire.nextFrame();
  }

  async versions(version = 3): Promise<void> {
    const software = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
    this.told.push((await this.wire.send(p.apiVersions, version, software)).errorCode);
  }

  async request(): Promise<void> {
    this.told.push((await this.wire.send(p.metadata, 1, { topics: [] })).brokers.length);
  }

  async scram(hash: 'sha256' | 'sha512', change = (message: string) => message, password = kafka.users.alice!) {
    const client = scram(hash, 'alice', password);
    const final = (await client.step(await this.token(client.start())))!;
    await client.step(await this.token(change(final.toString())));
  }
}

async function transcript(bootstrap: string, conversation: Conversation): Promise<unknown[]> {
  const wire = await Wire.connect(bootstrap);
  const talk = new Talk(wire);
  await conversation(talk).catch(error => talk.told.push(error.message));
  const isOpen = Symbol('open');
  const end = await Promise.race([wire.closed, wait(300, isOpen)]);
  wire.close();
  return [...talk.told, end === isOpen ? 'open' : 'closed'];
}

const alice = `\0alice\0${kafka.users.alice}`;
const inAnHour = Date.now() / 1000 + 3_600;
const token = (more: object = {}) => bearer(unsecuredToken({ sub: 'carol', exp: inAnHour, scope: 'write', ...more }));
const plain = async (talk: Talk, message: string, version = 2) => {
  await talk.handshake('PLAIN');
  await talk.token(message, version);
};
const oauth = async (talk: Talk, ...messages: string[]) => {
  await talk.handshake('OAUTHBEARER');
  for (const message of messages) talk.told.push((await talk.token(message)).toString());
};
const again = async (talk: Talk, next: (talk: Talk) => Promise<unknown>) => {
  await talk.handshake('SCRAM-SHA-512');
  await talk.scram('sha512');
  await wait(1_010); // no sooner may a client authenticate again
  await next(talk);
  await talk.request();
};

const conversations: readonly (readonly [string, Conversation])[] = [
  ['PLAIN', talk => plain(talk, alice).then(() => talk.request())],
  ...[0, 1].map(
    version => [`PLAIN by SaslAuthenticate v${version}`, (talk: Talk) => plain(talk, alice, version)] as const,
  ),
  [
    'PLAIN after a handshake v0',
    async talk => {
      await talk.handshake('PLAIN', 0);
      talk.told.push((await talk.bare(alice)).length);
      await talk.request();
    },
  ],
  [
    'PLAIN, wrong, after a handshake v0',
    async talk => {
      await talk.handshake('PLAIN', 0);
      await talk.bare('\0alice\0x');
    },
  ],
  ['a wrong password', talk => plain(talk, '\0alice\0x')],
  ['an unknown user', talk => plain(talk, '\0nobody\0x')],
  ['an authorization id of another', talk => plain(talk, `admin${alice}`)],
  ['no user', talk => plain(talk, '\0\0x')],
  ['no password', talk => plain(talk, '\0alice\0')],
  ['too many parts', talk => plain(talk, `${alice}\0x`)],
  ['nothing', talk => plain(talk, '')],
  ['a mechanism that is not offered', talk => talk.handshake('GSSAPI')],
  [
    'ApiVersions first',
    async talk => {
      await talk.versions();
      await plain(talk, alice);
    },
  ],
  [
    'ApiVersions twice',
    async talk => {
      await talk.versions();
      await talk.versions();
    },
  ],
  [
    'ApiVersions after the handshake',
    async talk => {
      await talk.handshake('PLAIN');
      await talk.versions();
    },
  ],
  [
    'a handshake twice',
    async talk => {
      await talk.handshake('PLAIN');
      await talk.handshake('PLAIN');
    },
  ],
  ['another request first', talk => talk.request()],
  ['SaslAuthenticate first', talk => talk.token(alice)],
  ['a token without a handshake', talk => talk.bare(alice)],
  [
    'authenticating again where sessions do not end',
    async talk => {
      await plain(talk, alice);
      await plain(talk, alice);
    },
  ],
  [
    'SCRAM-SHA-256',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.scram('sha256');
      await talk.request();
    },
  ],
  [
    'SCRAM with a wrong password',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.scram('sha256', message => message, 'x');
    },
  ],
  [
    'SCRAM with another nonce',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.scram('sha256', message => message.replace('r=', 'r=x'));
    },
  ],
  [
    'SCRAM of an unknown user',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.token('n,,n=nobody,r=abc');
    },
  ],
  [
    'SCRAM for another',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.token('n,a=admin,n=alice,r=abc');
    },
  ],
  [
    'SCRAM that is none',
    async talk => {
      await talk.handshake('SCRAM-SHA-256');
      await talk.token('hello');
    },
  ],
  ['a token', talk => oauth(talk, token())],
  ['a token with the id it is of', talk => oauth(talk, token().replace('n,,', 'n,a=carol,'))],
  ['a token with the id of another', talk => oauth(talk, token().replace('n,,', 'n,a=dave,'))],
  ['a token that has expired', talk => oauth(talk, token({ exp: 1 }), '\x01')],
  ['a token that has expired, then a good one', talk => oauth(talk, token({ exp: 1 }), token())],
  ['a token without the scope', talk => oauth(talk, token({ scope: 'read' }), '\x01')],
  ['a token with a signature', talk => oauth(talk, token().replace('\x01\x01', 'eA\x01\x01'), '\x01')],
  ['a message without a token', talk => oauth(talk, 'n,,\x01\x01')],
  [
    'authenticating again',
    talk =>
      again(talk, async () => {
        await talk.handshake('SCRAM-SHA-512');
        await talk.scram('sha512');
      }),
  ],
  [
    'authenticating again as another',
    talk =>
      again(talk, async () => {
        await talk.handshake('SCRAM-SHA-512');
        const client = scram('sha512', 'admin', kafka.users.admin!);
        await talk.token((await client.step(await talk.token(client.start())))!);
      }),
  ],
  ['authenticating again with another mechanism', talk => again(talk, () => plain(talk, alice))],
  ['authenticating again with a mechanism that is not offered', talk => again(talk, () => talk.handshake('GSSAPI'))],
  [
    'authenticating again with a wrong password',
    talk =>
      again(talk, async () => {
        await talk.handshake('SCRAM-SHA-512');
        await talk.scram('sha512', message => message, 'x');
      }),
  ],
  ['not authenticating again', talk => again(talk, () => wait(SESSION_MS - 1_000))],
];

describe('SASL answers and ends as Kafka does:', () => {
  it.concurrent.for(conversations)('%s', async ([, conversation]) => {
    const [theirs, ours] = await Promise.all(
      [kafka.listeners.saslPlaintext!, broker.bootstrap].map(bootstrap => transcript(bootstrap, conversation)),
    );
    expect(ours).toEqual(theirs);
  });
});

/** The broker's side of SCRAM (RFC 5802, without channel binding; Kafka: ScramSaslServer.java, ScramMessages.java). */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type ScramCredential, type ScramMechanismName, scramHash, scramHmac } from '../scram/credential.ts';
import { InvalidCredentials, type SaslMechanism, SaslRefusal, type SaslStep } from './mechanism.ts';

/** The credential of a user; undefined when there is no such user, or none for that mechanism. */
export type FindCredential = (user: string, mechanism: ScramMechanismName) => ScramCredential | undefined;

const NAME = '(?:[\\x01-\\x2b\\x2d-\\x3c\\x3e-\\x7f]|=2C|=3D)+';
const VALUE = '[\\x01-\\x2b\\x2d-\\x7f]+';
const NONCE = '[\\x21-\\x2b\\x2d-\\x7e]+';
const BASE64 = '(?:[a-zA-Z0-9/+]{4})*(?:[a-zA-Z0-9/+]{3}=|[a-zA-Z0-9/+]{2}==)?';
const EXTENSIONS = `(?:,[A-Za-z]+=${VALUE})*`;
const FIRST = new RegExp(`^(n,(?:a=(${NAME}))?,)((?:m=${VALUE},)?n=(${NAME}),r=(${NONCE})${EXTENSIONS})$`);
const FINAL = new RegExp(`^(c=(${BASE64}),r=(${NONCE})${EXTENSIONS}),p=(${BASE64})$`);

interface First {
  readonly gs2Header: string;
  readonly bare: string;
  readonly user: string;
  readonly credential: ScramCredential;
  readonly nonce: string;
  readonly answer: string;
}

export const scram =
  (
    mechanism: ScramMechanismName,
    find: FindCredential,
    newNonce = () => randomBytes(24).toString('base64'),
  ): SaslMechanism =>
  () => {
    let first: First | undefined;
    return {
      step(message) {
        if (first !== undefined) return takeFinal(mechanism, first, message.toString('utf8'));
        first = takeFirst(mechanism, find, newNonce(), message.toString('utf8'));
        return { answer: Buffer.from(first.answer) };
      },
    };
  };

function takeFirst(mechanism: ScramMechanismName, find: FindCredential, ownNonce: string, message: string): First {
  const [, gs2Header, authorizationId, bare, name, clientNonce] = FIRST.exec(message) ?? [];
  if (gs2Header === undefined || bare === undefined || name === undefined)
    throw new InvalidCredentials('Invalid SCRAM client first message format');
  const user = unescaped(name);
  const credential = find(user, mechanism);
  if (credential === undefined)
    throw new InvalidCredentials(`Authentication failed: Invalid user credentials: ${user} has none for ${mechanism}`);
  if (authorizationId !== undefined && unescaped(authorizationId) !== user)
    throw new SaslRefusal(
      'Authentication failed: Client requested an authorization id that is different from username',
    );
  const nonce = `${clientNonce}${ownNonce}`;
  const answer = `r=${nonce},s=${credential.salt.toString('base64')},i=${credential.iterations}`;
  return { gs2Header, bare, user, credential, nonce, answer };
}

function takeFinal(mechanism: ScramMechanismName, first: First, message: string): SaslStep {
  const [, withoutProof, binding, nonce, proof] = FINAL.exec(message) ?? [];
  if (withoutProof === undefined || proof === undefined || binding === undefined)
    throw new InvalidCredentials('Invalid SCRAM client final message format');
  // An exchange that was overheard has the nonce of another one.
  if (nonce !== first.nonce) throw new InvalidCredentials(wrongNonce(nonce!, first.nonce));
  if (Buffer.from(binding, 'base64').toString('utf8') !== first.gs2Header)
    throw new InvalidCredentials('Invalid channel binding in the final client message.');
  const { user, credential } = first;
  const exchanged = `${first.bare},${first.answer},${withoutProof}`;
  const clientKey = xor(Buffer.from(proof, 'base64'), scramHmac(mechanism, credential.storedKey, exchanged));
  const storedKey = scramHash(mechanism, clientKey);
  if (!timingSafeEqual(storedKey, credential.storedKey))
    throw new InvalidCredentials(`Invalid client credentials: ${user} gave another password`);
  const signature = scramHmac(mechanism, credential.serverKey, exchanged);
  return { answer: Buffer.from(`v=${signature.toString('base64')}`), authenticated: { user } };
}

/** A mistake of one widespread client is told by its name; Kafka put up with it before 4.0 (CVE-2024-56128). */
const wrongNonce = (nonce: string, expected: string): string =>
  `Invalid client nonce in the final client message${nonce.endsWith(expected) ? ': its own nonce twice, as librdkafka before 2.6.1 sends it' : ''}.`;

/** Of a proof of the wrong length nothing is left that could match. */
const xor = (a: Buffer, b: Buffer): Buffer =>
  a.length === b.length ? Buffer.from(a.map((byte, i) => byte ^ b[i]!)) : Buffer.alloc(b.length);

const unescaped = (name: string): string => name.replaceAll('=2C', ',').replaceAll('=3D', '=');

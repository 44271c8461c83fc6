/** SASL OAUTHBEARER (RFC 7628; KIP-255; Kafka: OAuthBearerSaslServer.java, OAuthBearerClientInitialResponse.java). */
import { InvalidToken, type VerifiedToken, type VerifyToken } from '../oauth/token.ts';
import { InvalidCredentials, type SaslMechanism, SaslRefusal, type SaslStep } from './mechanism.ts';

const NAME = '(?:[\\x01-\\x2b\\x2d-\\x3c\\x3e-\\x7f]|=2C|=3D)+';
const PAIR = '[A-Za-z]+=[\\x21-\\x7e \\t\\r\\n]+\\x01';
const FIRST = new RegExp(`^n,(?:a=(${NAME}))?,\\x01((?:${PAIR})*)\\x01$`);
const AUTH = /^(\w+) +([-_~+/.a-zA-Z0-9]+=*)$/;

/** With which a client acknowledges that its token is not good. */
const ACKNOWLEDGEMENT = Buffer.from([1]);

export const oauthbearer =
  (verify: VerifyToken): SaslMechanism =>
  () => {
    let refusal: { told: string; reason: string } | undefined;
    const refuse = (error: unknown): SaslStep => {
      if (!(error instanceof InvalidToken)) throw error;
      refusal = { told: challengeOf(error), reason: error.message };
      return { answer: Buffer.from(refusal.told) };
    };
    return {
      step(message) {
        if (refusal !== undefined && message.equals(ACKNOWLEDGEMENT))
          throw new SaslRefusal(refusal.told, refusal.reason);
        refusal = undefined;
        const { token, authorizationId } = parse(message.toString('utf8'));
        const accept = (verified: VerifiedToken) => accepted(verified, authorizationId);
        try {
          const verified = verify(token);
          return verified instanceof Promise ? verified.then(accept).catch(refuse) : accept(verified);
        } catch (error) {
          return refuse(error);
        }
      },
    };
  };

function parse(message: string): { token: string; authorizationId: string } {
  const [, authorizationId = '', pairs] = FIRST.exec(message) ?? [];
  if (pairs === undefined) throw new InvalidCredentials('Invalid OAUTHBEARER client first message');
  const auth = pairs
    .split('\x01')
    .find(pair => pair.startsWith('auth='))
    ?.slice('auth='.length);
  if (auth === undefined)
    throw new InvalidCredentials("Invalid OAUTHBEARER client first message: 'auth' not specified");
  const [, scheme, token] = AUTH.exec(auth) ?? [];
  if (token === undefined)
    throw new InvalidCredentials("Invalid OAUTHBEARER client first message: invalid 'auth' format");
  if (scheme?.toLowerCase() !== 'bearer')
    throw new InvalidCredentials(`Invalid scheme in OAUTHBEARER client first message: ${scheme}`);
  return { token, authorizationId };
}

function accepted({ user, expiresAtMs }: VerifiedToken, authorizationId: string): SaslStep {
  if (authorizationId !== '' && authorizationId !== user)
    throw new SaslRefusal(
      `Authentication failed: Client requested an authorization id (${authorizationId}) that is different from the token's principal name (${user})`,
    );
  return { answer: Buffer.alloc(0), authenticated: { user, expiresAtMs } };
}

const challengeOf = ({ missingScope }: InvalidToken): string =>
  missingScope === undefined
    ? '{"status":"invalid_token"}'
    : `{"status":"insufficient_scope", "scope":"${missingScope}"}`;

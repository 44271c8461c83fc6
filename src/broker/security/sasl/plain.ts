/** SASL PLAIN (RFC 4616), with the refusals of Kafka's PlainSaslServer. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type SaslMechanism, SaslRefusal } from './mechanism.ts';

/** @param passwords of the users, by name */
export const plain =
  (passwords: ReadonlyMap<string, string>): SaslMechanism =>
  () => ({
    step(message) {
      const parts = message.toString('utf8').split('\0');
      if (parts.length !== 3)
        throw new SaslRefusal(`Invalid SASL/PLAIN response: expected 3 tokens, got ${parts.length}`);
      const [authorizationId = '', user = '', password = ''] = parts;
      if (user === '') throw new SaslRefusal('Authentication failed: username not specified');
      if (password === '') throw new SaslRefusal('Authentication failed: password not specified');
      const expected = passwords.get(user);
      if (!isSame(password, expected ?? '') || expected === undefined)
        throw new SaslRefusal('Authentication failed: Invalid username or password');
      if (authorizationId !== '' && authorizationId !== user)
        throw new SaslRefusal(
          'Authentication failed: Client requested an authorization id that is different from username',
        );
      return { answer: Buffer.alloc(0), authenticated: { user } };
    },
  });

/** Takes the same time wherever they differ. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

import { api } from '../api.ts';
import { bytes, int16, int64, string } from '../schema.ts';

/**
 * One step of the SASL exchange; its bytes are what the mechanism says.
 * - v1: session lifetime (KIP-368)
 */
export const saslAuthenticate = api({
  key: 36,
  name: 'SaslAuthenticate',
  versions: '0-2',
  flexible: '2+',
  request: {
    authBytes: bytes('0+'),
  },
  response: {
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
    authBytes: bytes('0+'),
    sessionLifetimeMs: int64('1+', {
      default: 0,
      ignorable: true,
      about: 'until the client has to authenticate again; 0 for never',
    }),
  },
});

import { saslAuthenticate } from '../../protocol/apis/36-sasl-authenticate.ts';
import { errors } from '../../protocol/errors.ts';
import { row } from './row.ts';

/** Of a client that need not authenticate, or has. security/sasl/session.ts answers those that come in time. */
export const saslAuthenticateRow = row({
  api: saslAuthenticate,
  serves: '0-2',
  needs: [],
  handle: () => ({
    errorCode: errors.ILLEGAL_SASL_STATE.code,
    errorMessage: 'SaslAuthenticate request received after successful authentication',
    authBytes: Buffer.alloc(0),
  }),
});

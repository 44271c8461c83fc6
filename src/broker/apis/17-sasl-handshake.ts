import { saslHandshake } from '../../protocol/apis/17-sasl-handshake.ts';
import { errors } from '../../protocol/errors.ts';
import { row } from './row.ts';

/** Of a client that need not authenticate, or has. security/sasl/session.ts answers those that come in time. */
export const saslHandshakeRow = row({
  api: saslHandshake,
  serves: '0-1',
  needs: [],
  handle: () => ({ errorCode: errors.ILLEGAL_SASL_STATE.code, mechanisms: [] }),
});

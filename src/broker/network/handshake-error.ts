/** Why a TLS handshake failed, in words. */
import type { TLSSocket } from 'node:tls';

export class HandshakeError extends Error {
  override name = 'HandshakeError';
  /** The client only closed the connection, as those do who look whether somebody listens. */
  readonly isJustGone: boolean;

  constructor(message: string, isJustGone = false) {
    super(message);
    this.isJustGone = isJustGone;
  }
}

/** By the code of Node or the reason of OpenSSL. */
const WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'the client does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the client does not speak TLS',
  ERR_SSL_DATA_LENGTH_TOO_LONG: 'the client does not speak TLS',
  ERR_SSL_HTTP_REQUEST: 'the client speaks HTTP without TLS',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the client speaks no version of TLS that is enabled (ssl.enabled.protocols)',
  ERR_SSL_NO_SHARED_CIPHER: 'client and broker have no cipher in common',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'the client shows no certificate (ssl.client.auth=required)',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "the client does not trust the broker's certificate",
  ERR_SSL_SSL_V3_ALERT_CERTIFICATE_UNKNOWN: "the client does not trust the broker's certificate",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: "the client does not trust the broker's certificate",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "the client does not trust the broker's certificate",
  ERR_TLS_HANDSHAKE_TIMEOUT: 'the client did not finish it in time',
};

export function handshakeErrorOf(error: Error, socket: TLSSocket): HandshakeError {
  const { code = '', reason } = error as NodeJS.ErrnoException & { reason?: string };
  const { authorizationError } = socket;
  if (authorizationError) return new HandshakeError(`the client's certificate is not trusted (${authorizationError})`);
  if (code === 'ECONNRESET') return new HandshakeError('the client went away', true);
  return new HandshakeError(WORDS[code] ?? reason ?? error.message);
}

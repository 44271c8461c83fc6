/** What the system's and TLS's errors mean for somebody who wants to reach a broker. */

interface SystemError extends Error {
  readonly code?: string;
  readonly errors?: readonly Error[];
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused, nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up just now',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection timed out',
  EPROTO: 'the TLS handshake failed; the listener may not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the listener does not speak TLS',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

const untrusted = 'name the authority that signed the certificate: -X ssl.truststore.location=ca.pem';

const advice: Readonly<Record<string, string>> = {
  EPROTO: 'a listener without TLS wants -X security.protocol=PLAINTEXT or SASL_PLAINTEXT',
  ERR_SSL_WRONG_VERSION_NUMBER: 'a listener without TLS wants -X security.protocol=PLAINTEXT or SASL_PLAINTEXT',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: 'connect by a name that the certificate holds',
};

export interface ConnectFailure {
  readonly reason: string;
  readonly advice?: string | undefined;
}

/** A listener without TLS hangs up on the handshake (`duringTls`). */
export function connectFailure(error: SystemError, duringTls: boolean): ConnectFailure {
  // A host with several addresses fails with one error for each; the last one speaks for all.
  const { code = '', message } = (error.errors?.at(-1) as SystemError | undefined) ?? error;
  const known = duringTls && code === 'ECONNRESET' ? 'EPROTO' : code;
  const reason = reasons[known];
  return { reason: reason === undefined ? message : `${reason} (${code})`, advice: advice[known] };
}

/**
 * PEM as it stands in a configuration: often on one line, with spaces where the lines ended. Java reads that (Kafka:
 * DefaultSslEngineFactory.PemParser), OpenSSL wants its lines back (RFC 7468 §3).
 */
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

export function normalPem(text: string): string {
  const blocks = [...text.matchAll(BLOCK)].map(([, label, base64]) => {
    const lines = base64!.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
  });
  return blocks.length === 0 ? text : blocks.join('');
}

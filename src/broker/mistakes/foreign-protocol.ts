/** First bytes that are no request of Kafka: what they look like as the length that a request begins with. */
import type { Complaint } from './mistake.ts';

/** A TLS record: type 22 (handshake), version 3.x. */
const isTls = (size: number): boolean => size >>> 16 === 0x1603;

const HTTP_METHODS = new Set(['GET ', 'POST', 'PUT ', 'HEAD', 'DELE', 'OPTI', 'PATC', 'CONN', 'PRI ']);

export function frameSizeComplaint(size: number, maxFrameBytes: number): Complaint {
  const ascii = Buffer.alloc(4);
  ascii.writeInt32BE(size | 0);
  if (isTls(size))
    return {
      kind: 'other-protocol',
      about: 'TLS',
      what: 'begins with a TLS handshake on a listener that does not speak TLS',
      advice: 'set security.protocol to PLAINTEXT (or SASL_PLAINTEXT) in the client, or connect to a listener with TLS',
    };
  if (HTTP_METHODS.has(ascii.toString('latin1')))
    return {
      kind: 'other-protocol',
      about: 'HTTP',
      what: 'speaks HTTP to a Kafka port',
      advice: 'this port speaks only the protocol of Kafka: point browsers, health checks and REST proxies elsewhere',
    };
  if (size > maxFrameBytes)
    return {
      kind: 'request-too-large',
      about: 'frame',
      what: `announces a request of ${size} bytes; socket.request.max.bytes is ${maxFrameBytes}`,
      advice:
        'lower max.request.size and batch.size of the producer, or raise socket.request.max.bytes of the broker; if the number makes no sense, the client speaks another protocol',
    };
  return {
    kind: 'other-protocol',
    about: 'unknown',
    what: `begins with bytes that no request of Kafka begins with (a length of ${size})`,
    advice: 'something else than a Kafka client connects to this port, or the stream of one is broken',
  };
}

/** What a TLS listener meets instead of a handshake. */
export function noTlsComplaint(reason: string): Complaint {
  return {
    kind: 'other-protocol',
    about: 'no TLS',
    what: `fails in the TLS handshake: ${reason}`,
    advice:
      'set security.protocol to SSL (or SASL_SSL) in the client and let it trust the certificate of the broker (ssl.truststore.location, ssl.ca.location); with ssl.client.auth=required it needs a certificate of its own',
  };
}

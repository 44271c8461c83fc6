/**
 * Bytes that are not what the declaration says: truncated, an impossible length, an unknown version.
 * The only error that decoding throws; on a connection it means "close it".
 */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}

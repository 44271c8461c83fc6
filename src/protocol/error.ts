/**
 * Bytes that are not what the declaration says: truncated, an impossible length, an unknown version.
 * The only error that decoding throws; on a connection it means "close it".
 */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}

/** Compressed bytes may be in order and hold more than there is to be room for. */
export class ContentsTooLarge extends ProtocolError {
  override name = 'ContentsTooLarge';

  constructor(maxBytes: number, codec?: string) {
    super(`${codec === undefined ? '' : `${codec}: `}holds more than ${maxBytes} bytes`);
  }
}

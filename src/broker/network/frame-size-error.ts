import { ProtocolError } from '../../protocol/error.ts';

/** A length that no request has: often the first bytes of another protocol. */
export class FrameSizeError extends ProtocolError {
  override name = 'FrameSizeError';
  readonly size: number;
  readonly maxFrameBytes: number;

  constructor(size: number, maxFrameBytes: number) {
    super(`a request of ${size} bytes; at most ${maxFrameBytes} are taken here`);
    this.size = size;
    this.maxFrameBytes = maxFrameBytes;
  }
}

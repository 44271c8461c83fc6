/** Bytes on their way to stdout, gathered so that a write costs nothing per record. */
const CAPACITY_BYTES = 256 * 1024;

export class Sink {
  #buffer = Buffer.allocUnsafe(CAPACITY_BYTES);
  #used = 0;
  readonly #write: (chunk: Uint8Array) => void;

  constructor(write: (chunk: Uint8Array) => void) {
    this.#write = write;
  }

  text(text: string): void {
    const most = text.length * 3;
    if (most > CAPACITY_BYTES) {
      const bytes = Buffer.from(text);
      this.slice(bytes, 0, bytes.length);
    } else {
      this.#makeRoom(most);
      this.#used += this.#buffer.write(text, this.#used);
    }
  }

  /** Copies; a negative start is a null and nothing. */
  slice(bytes: Buffer, start: number, end: number): void {
    if (start < 0) return;
    const length = end - start;
    this.#makeRoom(length);
    if (length > CAPACITY_BYTES) {
      this.#write(Buffer.from(bytes.subarray(start, end)));
    } else {
      bytes.copy(this.#buffer, this.#used, start, end);
      this.#used += length;
    }
  }

  flush(): void {
    if (this.#used === 0) return;
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#buffer = Buffer.allocUnsafe(CAPACITY_BYTES); // a stream may still hold what it was given
    this.#used = 0;
  }

  #makeRoom(bytes: number): void {
    if (this.#used + bytes > CAPACITY_BYTES) this.flush();
  }
}

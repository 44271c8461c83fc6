/**
 * The newest offset of each key, in memory that is bounded and does not hold the keys: 24 bytes a key, most of them a
 * hash of 128 bits that makes two keys the same once in 10^25 passes (Kafka: SkimpyOffsetMap.java, which takes MD5).
 */
import { murmur3 } from '../../../lib/murmur3.ts';

const BYTES_PER_SLOT = 24;
/** How often the hash itself says where to look next; after that it is slot by slot. */
const HASHED_PROBES = 4;

export const slotsIn = (bytes: number): number => Math.min(Math.floor(bytes / BYTES_PER_SLOT), 2 ** 28);

export class OffsetMap {
  readonly slots: number;
  /** Keys in it. */
  size = 0;
  /** All records up to here were put in. */
  latestOffset = -1;

  private readonly hashes: Uint32Array;
  /** One more than the offset; 0 is a free slot. */
  private readonly offsets: Float64Array;
  private readonly seed = Math.floor(Math.random() * 2 ** 32);
  private readonly hash = new Uint32Array(4);

  constructor(slots: number) {
    this.slots = slots;
    this.hashes = new Uint32Array(slots * 4);
    this.offsets = new Float64Array(slots);
  }

  /** The caller leaves some slots free. */
  put(bytes: Buffer, keyStart: number, keyEnd: number, offset: number): void {
    const slot = this.find(bytes, keyStart, keyEnd);
    if (this.offsets[slot] === 0) {
      this.hashes.set(this.hash, slot * 4);
      this.size++;
    }
    this.offsets[slot] = offset + 1;
  }

  /** −1 for a key that was not put in. */
  get(bytes: Buffer, keyStart: number, keyEnd: number): number {
    return this.offsets[this.find(bytes, keyStart, keyEnd)]! - 1;
  }

  /** The slot of the key, or the free one where it would go. */
  private find(bytes: Buffer, keyStart: number, keyEnd: number): number {
    const { hash, hashes, offsets, slots } = this;
    murmur3(bytes, keyStart, keyEnd, this.seed, hash);
    let slot = 0;
    for (let probe = 0; ; probe++) {
      if (probe < HASHED_PROBES) slot = hash[probe]! % slots;
      else if (++slot === slots) slot = 0;
      const at = slot * 4;
      const isKey =
        hashes[at] === hash[0] &&
        hashes[at + 1] === hash[1] &&
        hashes[at + 2] === hash[2] &&
        hashes[at + 3] === hash[3];
      if (isKey || offsets[slot] === 0) return slot;
    }
  }
}

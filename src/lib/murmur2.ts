/**
 * The hash by which Java's producer places keyed records (Kafka: Utils.murmur2, BuiltInPartitioner.partitionForKey).
 */
const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** MurmurHash2 of `bytes[start, end)` as Java has it: a signed 32-bit number. */
export function murmur2(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const length = end - start;
  let hash = SEED ^ length;
  let at = start;
  for (const last = end - 4; at <= last; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  if (at < end) {
    if (end - at > 2) hash ^= bytes[at + 2]! << 16;
    if (end - at > 1) hash ^= bytes[at + 1]! << 8;
    hash = Math.imul(hash ^ bytes[at]!, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** The partition of a key among `partitions`, as Java's producer chooses it. */
export function partitionForKey(bytes: Uint8Array, start: number, end: number, partitions: number): number {
  return (murmur2(bytes, start, end) & 0x7fffffff) % partitions;
}

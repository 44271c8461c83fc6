/** Where Kafka's behaviour follows from Java's String.hashCode. */

/** `String.hashCode`: over UTF-16 code units, 32-bit signed. */
export function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** The partition of `__consumer_offsets` that a group lives in: `Utils.abs(groupId.hashCode) % partitions`. */
export function partitionOfGroup(groupId: string, partitions: number): number {
  const hash = javaHash(groupId);
  // Kafka's Utils.abs makes 0 of Integer.MIN_VALUE, whose absolute value has no int.
  return (hash === -(2 ** 31) ? 0 : Math.abs(hash)) % partitions;
}

/** The place of a key in a Java HashMap of up to twelve entries (16 buckets), which is the order of its iteration. */
export function hashMapBucket(key: string): number {
  const hash = javaHash(key);
  return (hash ^ (hash >>> 16)) & 15;
}

/** Keys in the order in which a Java HashMap that grew with them iterates: it doubles beyond three quarters full. */
export function inHashMapOrder(keys: Iterable<string>): string[] {
  const all = [...keys];
  let buckets = 16;
  while (all.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (key: string) => {
    const hash = javaHash(key);
    return ((hash ^ (hash >>> 16)) & (buckets - 1)) >>> 0;
  };
  const ranked = all.map(key => ({ key, bucket: bucketOf(key) }));
  return ranked.sort((a, b) => a.bucket - b.bucket).map(({ key }) => key);
}

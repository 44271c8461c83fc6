import { expect, it } from 'vitest';
import { javaHash, partitionOfGroup } from '../../../src/broker/coordinator/group/java-hash.ts';

it('hashes strings as Java does', () => {
  // printed by String.hashCode of Java 17
  expect(['g', 'billing', '', 'Straße'].map(javaHash)).toEqual([103, -109829509, 0, -1808122922]);
});

it('puts groups into the partitions that Kafka puts them into', () => {
  expect(partitionOfGroup('billing', 50)).toBe(9);
  // hashes to Integer.MIN_VALUE, of which Kafka's abs makes 0
  expect(partitionOfGroup('polygenelubricants', 50)).toBe(0);
});

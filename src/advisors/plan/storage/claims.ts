/** What the documents say of files, memory and disks, and what holds. */
import type { Claim } from '../plan.ts';

export const storageClaims: readonly Claim[] = [
  {
    place: 'S2:Q33',
    says: 'three files of every segment are held open; many partitions use up the file handles.',
    today:
      'three files, one of them held open: the indexes are mapped into memory and closed (seen on 4.1.1), so that vm.max_map_count (65,530) runs out before the handles do.',
    source: 'Kafka documentation, "Hardware and OS": 50,000 partitions are 100,000 map areas; AbstractIndex',
  },
  {
    place: 'S0:L369',
    says: 'of 32 GB, 28 to 30 can be page cache without troubling the collector.',
    today: 'right: 30 s of writing must fit, a heap of 6 GB is enough for a large broker.',
    source: 'Kafka documentation, "Hardware and OS" and "Java version"',
  },
  {
    place: 'S0:L401',
    says: 'clean-up is either delete or compact.',
    today:
      'both may be set together; a compacted topic is as large as its keys, which none of this arithmetic covers. Since 3.9 tiered storage keeps only local.retention.ms on the disks of brokers.',
    source: 'Kafka documentation, cleanup.policy (TopicConfig); KIP-405',
  },
];

/** Keys of requests that wait for something (Kafka: DelayedOperationPurgatory.java). */
import { harmless, int, key } from './declare.ts';

const never = harmless('none of them ever waits');

export const purgatoryKeys = [
  key(
    'fetch.purgatory.purge.interval.requests',
    int(1000),
    'Places of answered fetches among those that wait, after which they are swept.',
  ),
  key('producer.purgatory.purge.interval.requests', int(1000), 'Done produce requests, likewise.', never),
  key('delete.records.purgatory.purge.interval.requests', int(1), 'Done DeleteRecords, likewise.', never),
  key('share.fetch.purgatory.purge.interval.requests', int(1000), 'Done share fetches, likewise.', never),
] as const;

import { lesson } from '../lesson.ts';

export const replication = lesson({
  id: 'S09',
  name: 'replication',
  title: 'Followers fetch: neither synchronous nor asynchronous',
  words: ['follower', 'fetch', 'num.replica.fetchers', 'replica'],
  places: ['S0:L178', 'S0:L198'],
  document:
    'Waiting for all followers is slow, waiting for none loses records. Kafka waits for those in sync, and followers fetch in batches as consumers do.',
  today: [
    'A follower sends Fetch requests with its position; the position is its acknowledgement of everything below it. So a record is committed one round after it was fetched, and acks=all takes about two trips.',
    'num.replica.fetchers threads per source broker do it, 1 by default. More of them help when a follower has many busy partitions of one leader.',
  ],
  drawing: `
  follower ── Fetch from 12 ──► leader      "I have all below 12"
  follower ◄─ records 12..14 ── leader
  follower ── Fetch from 15 ──► leader      HW moves to 15`,
  claims: [9, 44],
  see: [
    {
      run: 'mq topic describe __consumer_offsets',
      shows: 'replicas and in-sync replicas of each partition',
      expect: '__consumer_offsets',
    },
  ],
  advice: 'Before raising num.replica.fetchers, see whether one broker or one topic lags: mq doctor --only B02,B15.',
  rules: ['B02', 'B15', 'B16', 'B17'],
  sources: ['Kafka documentation, Design: Replication', 'Kafka: ReplicaFetcherThread'],
});

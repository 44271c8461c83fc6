/** Claims about replicas, leaders, elections and ZooKeeper. */
import type { Claim } from './claim.ts';

export const replicationClaims: readonly Claim[] = [
  {
    id: 5,
    places: ['S0:L212', 'S2:Q39'],
    claim: 'unclean.leader.election is true by default (the first document); the second says false.',
    today: 'unclean.leader.election.enable is false by default. The second document is right.',
    since: '0.11.0.0',
    matters: 'Who sets it to true "as by default" agrees to lose acknowledged records without an error.',
    source: 'Kafka upgrade notes 0.11.0.0',
  },
  {
    id: 6,
    places: ['S0:L212'],
    claim: 'When the ISR is empty, a partition waits for its old leader or elects an unclean one.',
    today:
      'In between stand eligible leader replicas: those that left the ISR while it was below min.insync.replicas and are known to have everything up to the high watermark. The order is ISR, then ELR, then the last known leader.',
    since: '4.0 on request, 4.1 by default for new clusters',
    matters:
      'Fewer partitions stay offline, without losing records. On clusters that were upgraded the feature has to be switched on.',
    source: 'KIP-966; Kafka documentation, Eligible Leader Replicas',
  },
  {
    id: 7,
    places: ['S0:L172', 'S0:L589', 'S2:Q33'],
    claim: 'Brokers depend on ZooKeeper for the controller election and for their liveness.',
    today:
      'KRaft only: the controllers are a Raft quorum of their own and brokers send them heartbeats. A cluster on ZooKeeper goes through 3.9 first.',
    since: '4.0',
    matters: 'There is no direct way from a ZooKeeper cluster to 4.x.',
    source: 'Kafka upgrade notes 4.0.0; KIP-500, KIP-866',
  },
  {
    id: 8,
    places: ['S0:L104'],
    claim:
      'Followers leave the ISR when they are behind by time (replica.lag.time.max.ms) or by records (replica.lag.max.messages).',
    today: 'Only by time, as the document itself half says; the limit is 30 seconds by default.',
    since: '0.9 dropped the records, 2.5 raised 10 s to 30 s',
    matters:
      'replica.lag.max.messages in a server.properties does nothing, and a dead follower holds acks=all back for up to 30 seconds.',
    source: 'Kafka upgrade notes 0.9.0.0 and 2.5.0',
  },
  {
    id: 9,
    places: ['S0:L110'],
    claim: 'The high watermark is the smallest log end offset of all replicas.',
    today:
      'Of the replicas in sync and those that have caught up and are about to join; and it does not move while the ISR is smaller than min.insync.replicas.',
    since: 'KIP-966 for the last part',
    matters: 'A follower that is out of sync does not hold consumers back, else one dead broker would stop everything.',
    source: 'Kafka: Partition.maybeIncrementLeaderHW',
  },
  {
    id: 10,
    places: ['S0:L110', 'S2:Q36'],
    claim: 'After a failure followers cut their log back to their high watermark and fetch from there.',
    today: 'They ask the leader where their last leader epoch ended (OffsetForLeaderEpoch) and cut back to that.',
    since: '0.11',
    matters: 'Cutting to the high watermark could lose records and let logs diverge. Both were bugs of the old way.',
    source: 'KIP-101, KIP-279',
  },
  {
    id: 14,
    places: ['S0:L433'],
    claim: 'acks=-1 waits until min.insync.replicas copies have been written.',
    today:
      'It waits for all replicas that are in sync now. min.insync.replicas is only the floor below which a write is refused: with one replica left in sync and a floor of 1, acks=all is acks=1.',
    matters: 'acks=all alone promises nothing; it takes min.insync.replicas=2 with three replicas.',
    source: 'Kafka documentation, Design: Availability and Durability Guarantees',
  },
  {
    id: 26,
    places: ['S0:L267', 'S2:Q34'],
    claim: 'Followers never serve consumers: reads and writes go to the leader.',
    today:
      'Consumers may read from a follower in their rack, up to its high watermark, when brokers have a replica.selector.class and clients a client.rack. Writes still go to the leader.',
    since: '2.4',
    matters: 'Across availability zones it saves most of the traffic; the price is a little delay.',
    source: 'KIP-392',
  },
  {
    id: 38,
    places: ['S2:Q39'],
    claim: 'The first live replica in the order of assignment that is in sync becomes leader.',
    today: 'Still so under KRaft; eligible leader replicas are looked at when the ISR is empty.',
    matters: 'The order in a reassignment is a choice: the first replica is the preferred leader.',
    source: 'Kafka: PartitionChangeBuilder; KIP-966',
  },
  {
    id: 41,
    places: ['S0:L545'],
    claim: 'Give a partition at least two replicas.',
    today:
      'Three, with min.insync.replicas=2. Two replicas with a floor of 2 stop writing when either broker is away; with a floor of 1 an acknowledged record may be on one disk only.',
    matters: 'Two replicas look redundant and are either unavailable or unsafe during every restart.',
    source: 'Kafka documentation, TopicConfig min.insync.replicas',
  },
  {
    id: 44,
    places: ['S0:L198'],
    claim: 'When acks=-1 makes producers slow, raise num.replica.fetchers.',
    today:
      'Still good advice when followers are the bottleneck; the default is 1 thread per broker it fetches from. It can be changed while the broker runs.',
    matters: "More fetchers cost connections and memory; look at the replicas' lag first.",
    source: 'Kafka documentation, Broker Configs: num.replica.fetchers',
  },
];

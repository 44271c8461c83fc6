import { lesson } from '../lesson.ts';

export const readFromFollowers = lesson({
  id: 'S16',
  name: 'read-from-followers',
  title: 'Reading from followers: why not, and when it pays',
  words: ['read write split', 'client.rack', 'replica.selector.class', 'rack', 'zone'],
  places: ['S0:L267', 'S2:Q34'],
  document:
    'Leaders serve reads and writes; followers are copies. Reading from copies would be stale and, over network and disk, late; partitions spread the load already.',
  today: [
    'Since 2.4 a consumer may read from a replica in its own rack. It is never inconsistent, because a follower shows only what is below the high watermark, which it learns one fetch later than the leader.',
    'It is for networks that cost money or time between zones, not for more throughput.',
  ],
  drawing: `
  zone a            zone b            zone c
  leader ◄── writes follower          follower
                       ▲ client.rack=b
                       └─ consumer in b reads here`,
  claims: [26],
  see: [{ run: 'mq cluster describe', shows: 'brokers with their racks', expect: 'RACK' }],
  advice:
    'Set broker.rack, replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector on brokers and client.rack on consumers: all three.',
  rules: ['B31', 'B32', 'C14'],
  sources: ['KIP-392'],
});

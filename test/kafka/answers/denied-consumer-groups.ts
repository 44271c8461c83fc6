/** Consumer groups (KIP-848) before the doors close, and what a client is told of them that may do little: the ACLs are in denied.ts. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const joining = (groupId: string, subscribedTopicNames: string[], memberId: string) => ({
  groupId,
  memberId,
  memberEpoch: 0,
  rebalanceTimeoutMs: 60_000,
  subscribedTopicNames,
  topicPartitions: [],
});
const topic = { name: 'out-of-sight', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };

export const readingInTheOpen: Subject = [
  'consumer groups before the doors close',
  [
    ['a topic', p.createTopics, 7, { timeoutMs: 5_000, topics: [topic] }],
    ['a member', p.consumerGroupHeartbeat, 1, joining('described', ['out-of-sight'], 'a')],
    ['is described', p.consumerGroupDescribe, 'each', { groupIds: ['described'], includeAuthorizedOperations: true }],
    ['leaves an open group', p.consumerGroupHeartbeat, 1, joining('described', ['out-of-sight'], 'b')],
  ],
];

export const readingInTheDark: Subject = [
  'what is denied in consumer groups',
  [
    ['joins a group', p.consumerGroupHeartbeat, 'each', joining('hidden', ['seen'], 'a')],
    ['joins for a topic', p.consumerGroupHeartbeat, 'each', joining('member', ['seen', 'unseen'], 'a')],
    ['joins for what it sees', p.consumerGroupHeartbeat, 'each', joining('member', ['seen'], 'a')],
    [
      'describes groups',
      p.consumerGroupDescribe,
      'each',
      { groupIds: ['member', 'hidden', 'described', 'nowhere'], includeAuthorizedOperations: true },
    ],
  ],
];

/**
 * What ANONYMOUS may do where the rows of denied*.ts are asked: these ACLs say all of it. Operations: 3 read, 4 write, 5 create, 6 delete,
 * 7 alter, 8 describe, 9 cluster action, 10 describe configs, 11 alter configs, 12 idempotent write.
 */
import * as p from '../../../src/protocol/apis/index.ts';
import { create } from './acls.ts';
import type { Subject } from './subject.ts';

const mine = (resourceType: number, resourceName: string, operation: number) => ({
  resourceType,
  resourceName,
  operation,
  principal: 'User:ANONYMOUS',
});
const closed = (resourceType: number) => ({ resourceType, resourceName: '*', principal: 'User:nobody' });
const topicNames = ['seen', 'unseen', 'read', 'written', 'deletable', 'kept'];

export const opening: Subject = [
  'while all doors are open',
  [
    [
      'topics',
      p.createTopics,
      4,
      {
        topics: topicNames.map(name => ({
          name,
          numPartitions: 1,
          replicationFactor: 1,
          assignments: [],
          configs: [],
        })),
        timeoutMs: 5000,
      },
    ],
    [
      'as Kafka 4.1 formats a cluster',
      p.incrementalAlterConfigs,
      1,
      {
        resources: [
          {
            resourceType: 4,
            resourceName: '',
            configs: [{ name: 'min.insync.replicas', configOperation: 0, value: '1' }],
          },
        ],
      },
    ],
    ['offsets of topics', p.offsetCommit, 9, { groupId: 'described', topics: ['seen', 'unseen'].map(committed) }],
    [
      'ids of topics',
      p.metadata,
      12,
      ({ topicId }) => ({ topics: topicNames.map(name => ({ topicId: topicId(name), name: null })) }),
    ],
  ],
];

export const closing: Subject = [
  'the doors close',
  [
    [
      'ACLs',
      p.createAcls,
      3,
      create(
        closed(2),
        closed(3),
        closed(5),
        mine(2, 'seen', 8),
        mine(2, 'read', 3),
        mine(2, 'written', 4),
        mine(2, 'deletable', 6),
        mine(2, 'created', 5),
        mine(2, 'created-and-told', 5),
        mine(2, 'created-and-told', 10),
        mine(2, 'kept', 8),
        mine(3, 'described', 8),
        mine(3, 'member', 3),
        mine(3, 'deleted', 6),
        mine(5, 'tx-described', 8),
        mine(5, 'tx-written', 4),
        mine(4, 'kafka-cluster', 9),
      ),
    ],
  ],
];

function committed(name: string) {
  return { name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] };
}

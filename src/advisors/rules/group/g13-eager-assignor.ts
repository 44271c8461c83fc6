import { consumes } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

const MANY = 20;
const eager = /^(range|roundrobin|RoundRobinAssigner)$/i;

export const eagerAssignor = rule({
  id: 'G13',
  name: 'eager-assignor',
  title: 'A large group stops altogether whenever a member comes or goes',
  severity: 'info',
  why: 'With an eager assignor each member gives up all its partitions at each rebalance: a rolling restart of many members stops the group as many times.',
  remedy: 'Move to cooperative-sticky, or to group.protocol=consumer.',
  truth: {
    text: 'Cooperative assignors move only what has to move (2.4), and groups of the new protocol have no common stop at all (4.0). kafkajs has eager assignors only.',
    source: 'KIP-429, KIP-848',
  },
  evidence: ['groups'],
  see: { notHere: `it takes more than ${MANY} members` },
  *check({ groups }) {
    for (const group of groups) {
      const { members, assignor, type } = group;
      if (!consumes(group) || type !== 'classic' || members.length <= MANY || !eager.test(assignor)) continue;
      yield {
        subject: { type: 'group', group: group.group },
        observed: `${members.length} members with the assignor ${assignor}`,
        numbers: { members: members.length, assignor },
        fix: [
          {
            text: 'On Kafka 4, group.protocol=consumer in the clients, one restart after the other. Else add CooperativeStickyAssignor to partition.assignment.strategy, and take the old one out in a second rolling restart.',
          },
          { text: 'Static members (group.instance.id) restart without a rebalance within session.timeout.ms.' },
        ],
      };
    }
  },
});

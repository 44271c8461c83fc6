import { counted } from '../../../lib/counted.ts';
import { consumes, isStreams, topicsRead } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

/** What the most loaded member carries over the mean, when it begins to count. */
const UNEVEN = 1.2;

export const notMultiple = rule({
  id: 'T03',
  name: 'not-multiple',
  title: 'The partitions of a topic do not divide evenly among the members that read it',
  severity: 'info',
  why: 'Some members carry a partition more than others, and the group is as fast as they are.',
  remedy: 'Run a number of members that divides the partitions.',
  claim: {
    text: 'The number of members should not exceed the partitions, and the partitions should be a whole multiple of the members.',
    places: ['S0:L218'],
  },
  truth: {
    text: 'Still so for one topic, and it matters while there are few partitions for each member: 4 and 3 differ by a third, 15 and 14 do not matter. Over many topics an assignor that counts all of them evens it out (G07).',
    source: "RangeAssignor (documentation of the class); from 20 % over the mean on is mq's own threshold",
  },
  evidence: ['topics', 'groups'],
  see: { notHere: 'it takes several consumers that stay: three of a group on a topic of four partitions' },
  *check({ topics, groups }) {
    const partitionsOf = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    for (const group of groups) {
      const [topic, another] = topicsRead(group);
      if (group.state !== 'Stable' || !consumes(group) || isStreams(group)) continue;
      if (topic === undefined || another !== undefined) continue;
      const partitions = partitionsOf.get(topic) ?? 0;
      const members = group.members.length;
      const most = Math.ceil(partitions / members);
      if (members >= partitions || partitions % members === 0 || most < UNEVEN * (partitions / members)) continue;
      const better = Array.from({ length: partitions }, (_, i) => i + 1).filter(count => partitions % count === 0);
      const fewer = better.findLast(count => count < members && partitions / count <= most);
      const more = better.find(count => count > members)!;
      yield {
        subject: { type: 'group', group: group.group, topic },
        observed: `${counted(partitions, 'partition')} for ${counted(members, 'member')}: some have ${most}, others ${Math.floor(partitions / members)}`,
        numbers: { partitions, members, most },
        fix: [
          {
            text: `Run ${more} members${fewer === undefined ? '' : `, or ${fewer}: none of those has more than the busiest has now`}.`,
          },
        ],
      };
    }
  },
});

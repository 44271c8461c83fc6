import { counted } from '../../../lib/counted.ts';
import { consumes, isStreams } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

export const mixedSubscription = rule({
  id: 'G08',
  name: 'mixed-subscription',
  title: 'Members of a group subscribe to different topics',
  severity: 'warning',
  why: 'A topic that one member alone subscribes to is read by that one, however many members there are, and each of them rebalances when any other comes or goes. Often two applications use one group id by mistake.',
  remedy: 'Give each application a group of its own.',
  claim: {
    text: 'Round robin needs members that all subscribe to the same topics.',
    places: ['S0:L290'],
  },
  truth: {
    text: 'All assignors cope with it, and none can balance it. While an application is rolled out with a new list of topics it is normal for a while.',
    source: 'RoundRobinAssignor, AbstractStickyAssignor (documentation of the classes); KIP-848',
  },
  evidence: ['groups'],
  see: {
    notHere: 'it takes two members of one group on two topics: mq consume A --group G and mq consume B --group G',
  },
  *check({ groups }) {
    for (const group of groups) {
      if (!consumes(group) || isStreams(group)) continue;
      const known = group.members.filter(({ subscription }) => subscription !== null && subscription.length > 0);
      const kinds = Map.groupBy(known, ({ subscription }) => [...subscription!].sort().join(', '));
      if (kinds.size < 2) continue;
      const texts = [...kinds].map(([topics, members]) => `${members.length} on ${listText(topics.split(', '), 3)}`);
      yield {
        subject: { type: 'group', group: group.group },
        observed: `${counted(known.length, 'member')} with ${kinds.size} different subscriptions: ${listText(texts, 4)}`,
        numbers: { members: known.length, subscriptions: kinds.size },
        fix: [
          {
            text: 'Give each application a group id of its own; its first start needs the old commits, or auto.offset.reset.',
          },
        ],
      };
    }
  },
});

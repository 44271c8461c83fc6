import { counted } from '../../../lib/counted.ts';
import { consumes, isStreams, topicsRead } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

export const idleMembers = rule({
  id: 'G04',
  name: 'idle-members',
  title: 'A group has more members than partitions to read',
  severity: 'warning',
  why: 'The members without a partition do nothing but heartbeat: adding them has not made the group faster.',
  remedy: 'Run fewer members, or widen the topic.',
  claim: {
    text: 'A partition is read by one member of a group only, so the number of members usually stays within the number of partitions.',
    places: ['S0:L218'],
  },
  truth: {
    text: 'So it is, for consumer groups of both protocols. Share groups (KIP-932, ready for production since 4.2) give one partition to several members, at the price of order. One spare member that takes over at once can be meant.',
    source: 'Kafka documentation, Design: The Consumer; KIP-932',
  },
  evidence: ['groups', 'topics'],
  see: {
    notHere:
      'it takes consumers that stay: start mq consume TOPIC --group G in two terminals on a topic of one partition',
  },
  *check({ groups, topics }, { intents }) {
    const partitionsOf = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    for (const group of groups) {
      if (group.state !== 'Stable' || !consumes(group) || isStreams(group)) continue;
      const read = [...topicsRead(group)];
      const partitions = read.reduce((sum, topic) => sum + (partitionsOf.get(topic) ?? 0), 0);
      const idle = group.members.filter(({ assignment }) => assignment.every(each => each.partitions.length === 0));
      if (partitions === 0 || idle.length === 0 || group.members.length <= partitions) continue;
      const meant = read.every(topic => intents.topics[topic]?.order === 'global');
      const only = read.length === 1 ? read[0]! : undefined;
      yield {
        subject: { type: 'group', group: group.group, ...(only && { topic: only }) },
        severity: meant ? 'info' : 'warning',
        observed: `${counted(group.members.length, 'member')} for ${counted(partitions, 'partition')}: ${idle.length} of them ${idle.length === 1 ? 'has' : 'have'} nothing to read`,
        numbers: { members: group.members.length, partitions, idle: idle.length },
        fix: [
          { text: `Run ${counted(partitions, 'member')}, or as many threads.` },
          {
            text: 'Or give the topic more partitions, as many as it needs; this changes which partition a key goes to.',
            command: `mq plan partitions --topic ${only ?? 'TOPIC'} --target 20MB/s`,
          },
        ],
      };
    }
  },
});

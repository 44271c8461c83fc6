import { consumes, isStreams } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

export const uneven = rule({
  id: 'G07',
  name: 'uneven',
  title: 'Members of a group own very different numbers of partitions',
  severity: 'warning',
  why: 'The group is as slow as its most loaded member, while others have little to do.',
  remedy: "Choose an assignor that counts all topics: cooperative-sticky, or the server's uniform.",
  claim: {
    text: 'Range, the default, deals out each topic by itself: the first members get one partition more of every topic, so with many topics they own many more.',
    places: ['S0:L290'],
  },
  truth: {
    text: 'Still so. The default list has been [Range, CooperativeSticky] since 3.0 and starts with Range; sticky assignors and the uniform assignor of the new protocol (KIP-848, the default there) count over all topics.',
    source: 'ConsumerConfig partition.assignment.strategy; KIP-429, KIP-848',
  },
  evidence: ['groups'],
  see: { notHere: 'it takes several members that stay, on several topics' },
  *check({ groups }) {
    for (const group of groups) {
      if (group.state !== 'Stable' || !consumes(group) || isStreams(group)) continue;
      if (
        new Set(group.members.map(({ subscription }) => subscription && [...subscription].sort().join('\n'))).size > 1
      )
        continue; // G08 tells of members that read different topics
      const counts = group.members.map(({ assignment }) =>
        assignment.reduce((sum, { partitions }) => sum + partitions.length, 0),
      );
      const most = Math.max(...counts);
      const least = Math.min(...counts);
      if (counts.length < 2 || most - least < 2) continue;
      const topics = new Set(group.members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic))).size;
      yield {
        subject: { type: 'group', group: group.group },
        observed: `members own between ${least} and ${most} partitions of ${topics} topics, assigned by ${group.assignor || 'the group'}`,
        numbers: { most, least, members: counts.length, topics },
        fix: [
          group.type === 'consumer'
            ? { text: 'Use the uniform assignor: group.remote.assignor=uniform in the consumers, or leave it out.' }
            : {
                text: 'Give the consumers partition.assignment.strategy=org.apache.kafka.clients.consumer.CooperativeStickyAssignor (librdkafka: cooperative-sticky), in two rolling restarts: add it first, then take Range out. Or group.protocol=consumer on Kafka 4.',
              },
        ],
      };
    }
  },
});

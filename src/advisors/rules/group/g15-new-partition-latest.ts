import { counted } from '../../../lib/counted.ts';
import { clientsThat, held } from '../../evidence/client-setting.ts';
import { grownTopics } from '../../evidence/growth.ts';
import { consumes, topicsRead } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

export const newPartitionLatest = rule({
  id: 'G15',
  name: 'new-partition-latest',
  title: 'Partitions were added, and a group starts at the end of what it has no commit for',
  severity: 'warning',
  why: 'Producers see a new partition before consumers do: what they write until then is skipped, once and without a trace.',
  remedy: 'Set auto.offset.reset=earliest before partitions are added.',
  truth: {
    text: 'Consumers find new partitions after up to metadata.max.age.ms (5 minutes) and start them by auto.offset.reset, latest by default. With earliest nothing is lost, and nothing is read twice, for a new partition is empty.',
    source: 'ConsumerConfig auto.offset.reset, metadata.max.age.ms; Kafka documentation, Modifying topics',
  },
  evidence: ['topics', 'groups', 'history'],
  optional: ['clients'],
  see: { notHere: 'it takes a run before and one after the change: --state FILE' },
  *check({ topics, groups, history, clients = [] }) {
    const resets = new Map(
      clientsThat('consumer', clients).map(client => [held(client, 'group.id'), held(client, 'auto.offset.reset')]),
    );
    for (const { topic, from, to } of grownTopics(topics, history)) {
      const reading = groups.filter(
        group => consumes(group) && topicsRead(group).has(topic) && (resets.get(group.group) ?? 'latest') === 'latest',
      );
      for (const { group } of reading) {
        const known = resets.has(group);
        yield {
          subject: { type: 'group', group, topic, partitions: Array.from({ length: to - from }, (_, i) => from + i) },
          severity: known ? 'warning' : 'info',
          observed: `${topic} went from ${counted(from, 'partition')} to ${to}; ${
            known
              ? 'its consumers have auto.offset.reset=latest'
              : 'its consumers skip records unless they have auto.offset.reset=earliest'
          }`,
          numbers: { from, to },
          fix: [
            { text: 'Set auto.offset.reset=earliest in the consumers before the next partitions come.' },
            {
              text: 'Read what was skipped, if it matters, from the start of the new partitions.',
              command: `mq consume ${topic} ${Array.from({ length: Math.min(to - from, 10) }, (_, i) => `--partition ${from + i}`).join(' ')} --from earliest --exit`,
            },
          ],
        };
      }
    }
  },
});

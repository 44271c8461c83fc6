import { shellWord } from '../../../lib/shell.ts';
import { clientsThat, held } from '../../evidence/client-setting.ts';
import { readings } from '../../lag/reading.ts';
import { seriesOf } from '../../lag/series.ts';
import { groupSubject, inTopics } from '../../lag/subject.ts';
import { rule } from '../../rule.ts';
import { countText } from '../../wording.ts';

export const neverCommitted = rule({
  id: 'G11',
  name: 'never-committed',
  title: 'Members own partitions with records and have never committed a position there',
  severity: 'warning',
  why: 'After a restart or a rebalance the group begins where auto.offset.reset says: with latest, the default, it skips what came meanwhile; with earliest it reads everything again. And nobody can say how far behind it is.',
  remedy: 'Let consumers commit what they have processed.',
  truth: {
    text: 'Without a commit there is no lag: some tools show −1 and some the whole log. Applications that keep positions elsewhere (Flink and Spark without commits) are fine.',
    source: 'ConsumerConfig auto.offset.reset; danielqsj/kafka_exporter issue 28',
  },
  evidence: ['groups', 'committed', 'offsets'],
  optional: ['clients', 'history'],
  see: {
    notHere: 'it takes a consumer that stays and does not commit: mq consume TOPIC --group G in another terminal',
  },
  *check({ groups, committed, offsets, clients = [], history }) {
    const skipping = new Set(
      clientsThat('consumer', clients)
        .filter(client => held(client, 'auto.offset.reset') === 'latest')
        .map(client => held(client, 'group.id')),
    );
    const stable = readings({ groups, committed, offsets }).filter(({ group }) => group.state === 'Stable');
    for (const [group, ofGroup] of Map.groupBy(stable, reading => reading.group.group)) {
      const parts = ofGroup.flatMap(({ topic, positions }) => {
        const partitions = positions
          .filter(
            ({ owned, committed, start, end, partition }) =>
              owned && committed === undefined && (end ?? 0) > (start ?? 0) && hadRecords(group, topic, partition),
          )
          .map(({ partition }) => partition);
        return partitions.length > 0 ? [{ topic, partitions }] : [];
      });
      if (parts.length === 0) continue;
      const without = parts.reduce((sum, { partitions }) => sum + partitions.length, 0);
      const all = ofGroup.reduce((sum, { positions }) => sum + positions.length, 0);
      const latest = skipping.has(group);
      yield {
        subject: groupSubject(group, parts),
        severity: latest ? 'error' : 'warning',
        observed: `no commit in ${without} of ${countText(all, 'partition')}${inTopics(parts)}, which hold records${
          latest ? '; its consumers start at latest (auto.offset.reset)' : ''
        }`,
        numbers: { without, partitions: all },
        fix: [
          {
            text: 'Let the consumers commit what they have processed.',
            command: `mq group describe ${shellWord(group)}`,
          },
          ...(parts.length === 1
            ? [
                {
                  text: 'Until then, put the group on the start of the log, while it is stopped.',
                  command: `kafka-consumer-groups.sh --group ${shellWord(group)} --topic ${parts[0]!.topic} --reset-offsets --to-earliest --execute`,
                },
              ]
            : []),
        ],
      };
    }

    /** Then too, when there was a then: a group that has just begun has not failed to commit. */
    function hadRecords(group: string, topic: string, partition: number): boolean {
      const first = history && history.moments.length > 1 ? seriesOf(history, group, topic, partition)[0] : undefined;
      return first === undefined || (first.end ?? 0) > (first.start ?? 0);
    }
  },
});
